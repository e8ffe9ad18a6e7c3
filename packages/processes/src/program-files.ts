import path from "node:path";

/** Where everything of one program lies. All of it is the runner's but `work`, which is the program's. */
export interface ProgramFiles {
  readonly directory: string;
  /** Who supervises it: made once, by the one supervisor that may. */
  readonly supervisor: string;
  /** Who leads the program's process group. */
  readonly program: string;
  /** A wish to end it. */
  readonly stop: string;
  /** How it ended: the last thing that is written. */
  readonly exit: string;
  /** What the program said last, checked. */
  readonly status: string;
  readonly log: string;
  readonly samples: string;
  /** What the supervisor itself says when it fails. */
  readonly complaints: string;
  readonly work: string;
  readonly temporary: string;
  /** What the program writes to say how far it is. */
  readonly reported: string;
}

export function programFiles(root: string, name: string): ProgramFiles {
  const directory = path.join(root, name);
  const work = path.join(directory, "work");
  return {
    directory,
    supervisor: path.join(directory, "supervisor.json"),
    program: path.join(directory, "program.json"),
    stop: path.join(directory, "stop.json"),
    exit: path.join(directory, "exit.json"),
    status: path.join(directory, "status.json"),
    log: path.join(directory, "log"),
    samples: path.join(directory, "samples"),
    complaints: path.join(directory, "supervisor.log"),
    work,
    temporary: path.join(work, ".plumbline", "tmp"),
    reported: path.join(work, ".plumbline", "status.json"),
  };
}

/** A short name for the temporary directory of a program whose own path is long. */
export const shortTemporary = (platformTemporary: string, mark: string): string => path.join(platformTemporary, `plumbline-${mark}`);

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Product, placeOf } from "./cache.ts";
import { writeImage } from "./image-archive.ts";
import { programs } from "./programs.ts";
import { python } from "./python.ts";
import { copyLibrariesOf, copyPrograms, layOut } from "./root-file-system.ts";
import { run } from "./run.ts";

/** Names under which pods of the test cluster find their images; nothing is pulled. */
export const imageNames = { pause: "plumbline.test/pause:1", python: "plumbline.test/python:1" } as const;

const sources = ["module/pause", "build/images.ts", "build/image-archive.ts", "build/root-file-system.ts", "build/python.ts"];
/** Archives for the real node: the sandbox of every pod, and Python with a shell and what scripts usually call. */
export const images: Product = { name: "images", sources, make: build };

const tools =
  "sh cat chmod cp date env false grep head hostname id kill ls mkdir mv nproc printf pwd rm sed seq sha256sum sleep sort stat tail tar tee test touch true uname wc";
const notForJobs = new Set([
  "__pycache__",
  "dist-packages",
  "ensurepip",
  "idlelib",
  "lib2to3",
  "pydoc_data",
  "site-packages",
  "test",
  "tests",
  "tkinter",
  "turtledemo",
]);

async function build(directory: string): Promise<void> {
  const work = mkdtempSync(path.join(tmpdir(), "plumbline-root-"));
  try {
    const pause = path.join(work, "pause");
    mkdirSync(pause);
    cpSync(path.join(placeOf(programs), "pause"), path.join(pause, "pause"));
    const sandbox = { name: imageNames.pause, root: pause, entrypoint: ["/pause"], user: "65535:65535" };
    await writeImage(sandbox, path.join(directory, "pause.tar"));
    const root = path.join(work, "python");
    await copyPython(root);
    await writeImage({ name: imageNames.python, root }, path.join(directory, "python.tar"));
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function copyPython(root: string): Promise<void> {
  const { executable, library, name } = python();
  const [pure, compiled] = library;
  layOut(root);
  copyPrograms(root, [...tools.split(" "), executable]);
  const bin = path.join(root, "usr/bin");
  for (const alias of ["python3", "python", name].filter((each) => each !== path.basename(executable)))
    symlinkSync(path.basename(executable), path.join(bin, alias));
  const home = path.join(root, "usr/lib", name);
  const isWanted = (file: string) => !(notForJobs.has(path.basename(file)) || /^(config-|_tkinter)/.test(path.basename(file)));
  cpSync(pure, home, { recursive: true, dereference: true, filter: isWanted });
  const modules = readdirSync(compiled).filter(isWanted);
  copyLibrariesOf(
    root,
    modules.map((file) => path.join(compiled, file)),
  );
  // The archive forgets when files were written, so that what was compiled must not be judged by time.
  await run(executable, ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-s", root, home]);
}

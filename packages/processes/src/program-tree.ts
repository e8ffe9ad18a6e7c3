import { hasVariable, type ProcessRow, readProcessTable } from "./process-table.ts";

/** What all processes of a program have in their environment, unless they wiped it. */
export const markVariable = "PLUMBLINE_PROCESS";

export interface ProgramTree {
  /** All processes of the program that live. */
  members(): ProcessRow[];
  /** Sends a signal to all of them; answers how many there were. */
  signal(signal: NodeJS.Signals): number;
}

export interface ProgramTreeOptions {
  /** Leads the program's session; left out when it may be gone, and its number another's. */
  readonly leader?: number | undefined;
  readonly mark: string;
}

/**
 * The processes of one program: those of its session, those that carry its mark, those that once were found to be, and what descends from any of
 * them. A process that leaves the session and wipes its environment is known if it was seen before it lost its parent.
 */
export function openProgramTree({ leader, mark }: ProgramTreeOptions): ProgramTree {
  const variable = `${markVariable}=${mark}`;
  let known = new Set<string>();
  let foreign = new Set<string>();

  const isSeed = (row: ProcessRow): boolean => {
    if (known.has(row.key)) return true;
    if (leader !== undefined && (row.session === leader || row.group === leader)) return true;
    return !foreign.has(row.key) && hasVariable(row.pid, variable);
  };
  const members = (): ProcessRow[] => {
    const rows = readProcessTable();
    const mine = withDescendants(rows.filter(isSeed), rows);
    known = new Set(mine.map(({ key }) => key));
    foreign = new Set(rows.filter(({ key }) => !known.has(key)).map(({ key }) => key));
    return mine.filter(({ isZombie }) => !isZombie);
  };
  return {
    members,
    signal(signal) {
      const found = members();
      for (const { pid } of found) sendSignal(pid, signal);
      return found.length;
    },
  };
}

function withDescendants(seeds: readonly ProcessRow[], rows: readonly ProcessRow[]): ProcessRow[] {
  const children = Map.groupBy(rows, ({ parent }) => parent);
  const found = new Map(seeds.map((row) => [row.pid, row]));
  // A map's entries that are added while it is walked are walked too.
  for (const { pid } of found.values()) for (const child of children.get(pid) ?? []) if (!found.has(child.pid)) found.set(child.pid, child);
  return [...found.values()];
}

/** Signals a process, or with a negative number a group, that may have ended. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

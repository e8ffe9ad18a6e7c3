import { type FileScan, type Part, report } from "../scan-context.ts";

/** Whether a path inside an archive or a model leads out of its folder. */
export const leavesFolder = (path: string): boolean =>
  /^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes("..") || path.includes("\0") || /^\w+:\/\//.test(path);

export function reportMemberPath(part: Part, scan: FileScan, name: string): void {
  if (leavesFolder(name)) report(part, scan, ["archive-path", name]);
}

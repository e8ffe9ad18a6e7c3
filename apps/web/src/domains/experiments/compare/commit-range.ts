/** Where a forge shows what lies between two commits; undefined for repositories that are on none that is known to. */
export function commitRange(repository: string | undefined, before: string | undefined, after: string | undefined): string | undefined {
  if (!(repository && before && after) || before === after) return undefined;
  const match = /^(?:https?:\/\/|ssh:\/\/)?(?:[\w.-]+@)?([\w.-]+)[/:]([\w./-]+?)(?:\.git)?\/?$/.exec(repository);
  const [, host = "", path = ""] = match ?? [];
  const range = `${encodeURIComponent(before)}...${encodeURIComponent(after)}`;
  if (/(^|\.)github\./.test(host)) return `https://${host}/${path}/compare/${range}`;
  if (/(^|\.)gitlab\./.test(host)) return `https://${host}/${path}/-/compare/${range}`;
  return undefined;
}

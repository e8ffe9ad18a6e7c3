import type { ArtifactEntry } from "@plumbline/contracts/artifacts";

export interface LoggedImage {
  key: string;
  step: number;
}

/** What `mlflow.log_image` writes into a file's name: key, step, time and an id, with `%` or, from older clients, `+` between them. */
export function loggedImageOf(path: string): LoggedImage | undefined {
  const match = /^images\/([^/]+?)[%+]step[%+](\d{1,15})[%+]timestamp[%+]\d+[%+][^/]*\.png$/.exec(path);
  return match?.[1] && match[2] ? { key: match[1].replaceAll("#", "/"), step: Number(match[2]) } : undefined;
}

/** The same picture at other steps, in their order, among the files of its folder. */
export function stepsOf(path: string, files: readonly ArtifactEntry[]): { step: number; entry: ArtifactEntry }[] {
  const shown = loggedImageOf(path);
  if (!shown) return [];
  return files
    .flatMap((entry) => {
      const image = loggedImageOf(entry.path);
      return image?.key === shown.key ? [{ step: image.step, entry }] : [];
    })
    .sort((a, b) => a.step - b.step);
}

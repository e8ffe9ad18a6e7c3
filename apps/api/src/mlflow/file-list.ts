import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import type { Page } from "@plumbline/contracts/page";

/** Entries as clients expect them: directories and empty files have no size. */
const encodeFile = (entry: ArtifactEntry) => ({
  path: entry.path,
  is_dir: entry.isDirectory,
  file_size: entry.sizeBytes || undefined,
});

/** Every entry of a directory, in one answer; clients of this list do not page. */
export async function allFiles(
  list: (cursor: string | undefined) => Promise<Page<ArtifactEntry>>,
): Promise<ReturnType<typeof encodeFile>[] | undefined> {
  const files: ReturnType<typeof encodeFile>[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    files.push(...page.items.map(encodeFile));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return files.length === 0 ? undefined : files;
}

import { mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import { LaunchRefused } from "../executor.ts";

/**
 * Where a file of this path lies below a directory, whose folders are made. Refused where it would lie elsewhere, also by way
 * of a link that is there already.
 */
export async function placeBelow(directory: string, relative: string): Promise<string> {
  const place = path.resolve(directory, relative);
  if (!isBelow(directory, place)) throw new LaunchRefused(`"${relative}" does not lie in the working directory.`);
  await makeFolders(directory, path.dirname(place), relative);
  return place;
}

export const isBelow = (directory: string, place: string): boolean => {
  const way = path.relative(directory, place);
  return way !== "" && !way.startsWith(`..${path.sep}`) && way !== ".." && !path.isAbsolute(way);
};

/** One after the other: each is looked at before something is made in it. */
async function makeFolders(directory: string, folder: string, relative: string): Promise<void> {
  const root = await realpath(directory);
  let at = directory;
  for (const part of path.relative(directory, folder).split(path.sep).filter(Boolean)) {
    at = path.join(at, part);
    await mkdir(at, { recursive: true, mode: 0o700 });
    const real = await realpath(at);
    if (real !== root && !isBelow(root, real)) throw new LaunchRefused(`"${relative}" leads out of the working directory by a link.`);
  }
}

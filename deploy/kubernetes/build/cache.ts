import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
// @ts-expect-error: plain JavaScript, because the oldest supported Node runs it
import { inTurn, ownSocket } from "../../../tooling/start/lock.mjs";

const here = path.resolve(import.meta.dirname, "..");
const home = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "plumbline", "kubernetes");

/** Something that takes long to make and is made once for each content of its sources. */
export interface Product {
  readonly name: string;
  /** Files and folders beside this folder's parent. */
  readonly sources: readonly string[];
  /** Writes everything into a directory that exists and is empty. */
  readonly make: (directory: string) => Promise<void>;
  /** Large and different with every change of the product: what is older than a day is removed when a new one is made. */
  readonly isFleeting?: boolean;
}

const dayMs = 24 * 3600 * 1000;

/** The directory of a product, whether or not it has been made. */
export const placeOf = ({ name, sources }: Product): string => path.join(home, `${name}-${hashOf(sources)}`);

export const isMade = (product: Product): boolean => existsSync(placeOf(product));

/** Makes a product unless it is there. Who comes while another makes it waits. */
export async function make(product: Product): Promise<string> {
  const place = placeOf(product);
  mkdirSync(home, { recursive: true });
  await inTurn(ownSocket(place), async () => {
    if (isMade(product)) return;
    const unfinished = `${place}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    await product.make(unfinished);
    renameSync(unfinished, place);
    if (product.isFleeting) removeOld(product);
  });
  return place;
}

function removeOld(product: Product): void {
  const places = readdirSync(home).filter((name) => name.startsWith(`${product.name}-`));
  const isOld = (place: string) => place !== placeOf(product) && statSync(place).mtimeMs < Date.now() - dayMs;
  for (const place of places.map((name) => path.join(home, name)).filter(isOld)) rmSync(place, { recursive: true });
}

/** Where something that is no product of sources is kept, such as a downloaded toolchain. */
export const kept = (name: string): string => path.join(home, name);

function hashOf(sources: readonly string[]): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const file of sources.flatMap(filesUnder))
    hash
      .update(`${file}\n`)
      .update(readFileSync(path.join(here, file)))
      .update("\n");
  return hash.digest("hex").slice(0, 12);
}

function filesUnder(source: string): string[] {
  if (!statSync(path.join(here, source)).isDirectory()) return [source];
  const entries = readdirSync(path.join(here, source), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? filesUnder(`${source}/${entry.name}`) : [`${source}/${entry.name}`])).sort();
}

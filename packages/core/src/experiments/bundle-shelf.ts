/** The shelf of a run whose points all lie in one bundle. */
export const wholeRun = -1;
const keysOnShelf = 64;

/** Bundles of a long run hold keys whose numbers are neighbours: those of one shelf. */
export const shelfOf = (keyId: number): number => Math.floor(keyId / keysOnShelf);

/** Where bundles with one of these keys may stand. */
export const shelvesOf = (keyIds: readonly number[]): number[] => [wholeRun, ...new Set(keyIds.map(shelfOf))];

import type { Repository } from "./repository.ts";

interface Part {
  /** A folder's name, or a file's up to its first dot. */
  readonly stem: string;
  readonly name: string;
  readonly isFile: boolean;
}

const code = /^(apps|packages|deploy|tooling|e2e|bench|prisma)\//;
const publicFace = /^packages\/[^/]+\/src\/index\.tsx?$|^packages\/core\/src\/[^/]+\/index\.ts$/;

const rules: readonly { readonly refuses: (part: Part) => boolean; readonly problem: string }[] = [
  { refuses: ({ stem }) => /^(utils?|helpers?|common|shared|lib|misc)$/.test(stem), problem: "is a name for anything: name what is in it" },
  { refuses: ({ name, isFile }) => isFile && /^(types|constants)\.[cm]?tsx?$/.test(name), problem: "belongs beside what it describes" },
  { refuses: ({ name, isFile }) => !isFile && /^v\d+$/.test(name), problem: "is a second generation: change the first" },
];

/** Folders and files whose names say nothing about what is in them. */
export function checkNames({ files }: Pick<Repository, "files">): string[] {
  return files
    .filter((file) => code.test(file))
    .flatMap((file) => [...emptyNames(file), ...barrel(file)].map((problem) => `${file}: ${problem}`));
}

const emptyNames = (file: string): string[] =>
  partsOf(file).flatMap((part) => rules.filter(({ refuses }) => refuses(part)).map(({ problem }) => `"${part.name}" ${problem}`));

function partsOf(file: string): Part[] {
  const names = file.split("/");
  return names.map((name, index) => {
    const isFile = index === names.length - 1;
    return { name, isFile, stem: isFile ? (name.split(".")[0] ?? "") : name };
  });
}

const barrel = (file: string): string[] =>
  /\/index\.tsx?$/.test(file) && !publicFace.test(file) ? ["index.ts is only the public face of a package or of a slice of core"] : [];

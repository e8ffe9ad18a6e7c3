import path from "node:path";
import type { Repository } from "./repository.ts";

/** Each table of prisma/schema by name, with the noun whose file describes it: that slice owns it. */
export function tableOwners({ files, read }: Pick<Repository, "files" | "read">): Map<string, string> {
  const owners = new Map<string, string>();
  for (const file of files.filter((name) => /^prisma\/schema\/[\w-]+\.prisma$/.test(name))) {
    for (const [, model = "", body = ""] of read(file).matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
      owners.set(/^ {2}@@map\("(\w+)"\)/m.exec(body)?.[1] ?? model, path.posix.basename(file, ".prisma"));
    }
  }
  return owners;
}

import type { TarHeader } from "./tar-header.ts";
import { createTreeRules } from "./tree-rules.ts";

export interface ArchiveLimits {
  readonly unpackedBytes: number;
  readonly members: number;
}

/** Checks the members of an archive one after the other. Throws a text for people. */
export function createArchiveRules(limits: ArchiveLimits) {
  const tree = createTreeRules();
  let [members, files, sizeBytes] = [0, 0, 0];
  return {
    add(member: TarHeader): void {
      members++;
      sizeBytes += member.sizeBytes;
      if (members > limits.members) throw new Error(`it has more than ${limits.members} members`);
      if (sizeBytes > limits.unpackedBytes) throw new Error(`it unpacks to more than ${limits.unpackedBytes} bytes`);
      if (kindOf(member).hasContent) files++;
      if (member.type === "2") tree.link(member.name, member.linkName);
      else tree.member(member.name);
    },
    end(): void {
      if (files === 0) throw new Error("it holds no file");
    },
  };
}

interface Kind {
  readonly words: string;
  readonly isTaken?: boolean;
  readonly hasContent?: boolean;
}

const kinds: Readonly<Record<string, Kind>> = {
  "0": { words: "a file", isTaken: true, hasContent: true },
  "1": { words: "a hard link" },
  "2": { words: "a symbolic link", isTaken: true },
  "3": { words: "a device" },
  "4": { words: "a device" },
  "5": { words: "a directory", isTaken: true },
  "6": { words: "a pipe" },
  "7": { words: "a file", isTaken: true, hasContent: true },
  S: { words: "a sparse file" },
};

function kindOf({ type, sizeBytes }: TarHeader): Kind {
  const kind = kinds[type] ?? { words: "something unknown" };
  if (!kind.isTaken) throw new Error(`it holds ${kind.words}: send files, directories and symbolic links`);
  // Programs differ in whether they pass over such content, and would see other members than those that were checked.
  if (sizeBytes > 0 && !kind.hasContent) throw new Error(`it holds ${kind.words} with content`);
  return kind;
}

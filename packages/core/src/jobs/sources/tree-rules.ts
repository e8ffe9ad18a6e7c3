/** What the members of an archive are checked against, one after the other. Throws a text for people. */
export function createTreeRules() {
  const links = new Set<string>();
  const directories = new Set<string>();

  return {
    /** A file or directory. */
    member(name: string): void {
      const path = pathOf(name);
      refuseThroughLink(path, links);
      for (const parent of parentsOf(path)) directories.add(parent);
    },
    /** A symbolic link: it leads to somewhere within the archive, and nothing lies behind it. */
    link(name: string, target: string): void {
      const path = pathOf(name);
      refuseThroughLink(path, links);
      if (directories.has(path)) throw new Error(`"${shown(name)}" is a link where other members have a directory`);
      const depth = path.split("/").length - 1;
      if (!staysWithin(target, depth))
        throw new Error(`the link "${shown(name)}" leads out of the archive, or not straight: to "${shown(target)}"`);
      for (const parent of parentsOf(path)) directories.add(parent);
      links.add(path);
    },
  };
}

const pathBytes = 1000;

/** The path below the archive's root, without what says nothing. */
function pathOf(name: string): string {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  const isUnsafe = name.startsWith("/") || parts.includes("..") || /[\0\\]/.test(name);
  if (isUnsafe) throw new Error(`the path "${shown(name)}" leads out of the archive, or has a character that paths must not have`);
  if (Buffer.byteLength(name) > pathBytes) throw new Error(`the path "${shown(name)}" has more than ${pathBytes} bytes`);
  return parts.join("/");
}

const parentsOf = (path: string): string[] => {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
};

function refuseThroughLink(path: string, links: ReadonlySet<string>): void {
  const link = [...parentsOf(path), path].find((part) => links.has(part));
  if (link !== undefined) throw new Error(`"${shown(path)}" would be written through the link "${shown(link)}"`);
}

/** Upwards first and no further than the root, then down: then a link that leads over other links stays within as they do. */
function staysWithin(target: string, depth: number): boolean {
  if (target === "" || target.startsWith("/") || /[\0\\]/.test(target)) return false;
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const firstDown = parts.findIndex((part) => part !== "..");
  const ups = firstDown < 0 ? parts.length : firstDown;
  return ups <= depth && !parts.slice(ups).includes("..");
}

const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text).replace(/\p{Cc}/gu, "\uFFFD");

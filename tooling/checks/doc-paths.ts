import path from "node:path";
import type { Repository } from "./repository.ts";

const topLevel = /^(apps|packages|prisma|e2e|bench|deploy|docs|tooling|python|\.ci)\//;
const rootFile = /^([\w-]+\.(md|json|jsonc|ya?ml)|[\w-]+\.config\.ts)$/;
const placeholder = /[<>*{}[\]…$]/;

/** Links between documents and the paths, scripts and headings that they name all exist. */
export function checkDocPaths({ files, read }: Pick<Repository, "files" | "read">): string[] {
  const known = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
  const scripts = files.includes("package.json")
    ? Object.keys((JSON.parse(read("package.json")) as { scripts?: object }).scripts ?? {})
    : [];
  const headings = (file: string): Set<string> =>
    new Set([...withoutCode(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => slug(title)));
  return files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const text = read(file);
      return [
        ...links(text).flatMap((target) => judgeLink(file, target, { known, headings })),
        ...namedPaths(text, file)
          .filter((name) => !known.has(name))
          .map((name) => `${file}: \`${name}\` does not exist`),
        ...namedScripts(text)
          .filter((name) => !scripts.includes(name))
          .map((name) => `${file}: package.json has no script "${name}"`),
      ];
    });
}

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "");
const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[`*]/g, "")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

function foldersOf(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

const links = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^([a-z]+:|\/\/)/i.test(target));

function judgeLink(
  file: string,
  target: string,
  { known, headings }: { known: ReadonlySet<string>; headings: (file: string) => Set<string> },
): string[] {
  const [name = "", anchor] = decodeURIComponent(target).split("#");
  const to = name === "" ? file : path.posix.join(path.posix.dirname(file), name).replace(/\/$/, "");
  if (!known.has(to)) return [`${file}: link to ${target}, which does not exist`];
  if (anchor && to.endsWith(".md") && !headings(to).has(anchor)) return [`${file}: link to ${target}: ${to} has no such heading`];
  return [];
}

/** Paths in backticks; of one with a placeholder, the folder before it. Beside the root they may count from the document's own workspace. */
function namedPaths(text: string, file: string): string[] {
  const quoted = [...withoutCode(text).matchAll(/`([^`\s]+)`/g)].map(([, name = ""]) =>
    name.replace(/:\d+(-\d+)?$/, "").replace(/\/$/, ""),
  );
  const atRoot = file.includes("/") ? topLevel : new RegExp(`${topLevel.source}|${rootFile.source}`);
  return quoted
    .filter((name) => atRoot.test(`${name}/`) || atRoot.test(name))
    .map((name) => beforePlaceholder(name))
    .filter((name) => name !== "");
}

function beforePlaceholder(name: string): string {
  const parts = name.split("/");
  const first = parts.findIndex((part) => placeholder.test(part));
  return first === -1 ? name : parts.slice(0, first).join("/");
}

const namedScripts = (text: string): string[] =>
  [...text.matchAll(/\b(?:npm run (?:-s )?|pnpm (?:run )?)([a-z][\w:-]*)/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !/^(install|add|exec|dlx|run|i)$/.test(name));

/** One line of a list of requirements. */
export type Requirement =
  | { readonly kind: "package"; readonly name: string; readonly specifier: string }
  | { readonly kind: "source"; readonly text: string }
  | { readonly kind: "unread"; readonly text: string };

const longestLine = 2000;
const name = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s;
const clause = /^(===|==|~=|!=|<=|>=|<|>)\s*[\w.*+!-]+$/;
/** Options that make the installer look elsewhere, or install what a path or an address names. */
const sourceOption = /^(-e|--editable|-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host|--pre-index)\b/;
/** Options that change nothing about where software comes from. */
const plainOption = /^(--no-binary|--only-binary|--prefer-binary|--pre|--require-hashes|--no-index|--use-feature|--hash)\b/;
const otherList = /^(-r|--requirement|-c|--constraint)[\s=]*(\S+)$/;
const address = /^(\w+\+)?(https?|ftp|file|git|ssh|hg|svn|bzr|s3|gs):\/\/|^git\+|^\.{0,2}[/\\]|^[A-Za-z]:[/\\]|^\.$|\.(whl|tar\.gz|zip)$/;

const isSpecifier = (text: string): boolean => {
  const bare = text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text;
  return bare === "" || bare.split(",").every((piece) => clause.test(piece.trim()));
};

/** Comments begin after a space; a marker after a semicolon says only when. */
const withoutComment = (line: string): string =>
  line
    .replace(/\s+/g, " ")
    .replace(/(^| )#.*$/, "")
    .trim();
const withoutMarker = (text: string): string => text.replace(/ ?;.*$/, "").replace(/ --hash=.*$/, "");

/** Reads a line by the grammar of PEP 508, as far as names and versions go. Undefined for a line that asks for nothing. */
export function parseRequirement(line: string): Requirement | undefined {
  const text = withoutComment(line.slice(0, longestLine));
  if (text === "" || plainOption.test(text)) return undefined;
  if (sourceOption.test(text) || address.test(text)) return { kind: "source", text };
  const list = otherList.exec(text)?.[2];
  if (list !== undefined) return address.test(list) ? { kind: "source", text } : undefined;
  return parsePackage(text);
}

function parsePackage(text: string): Requirement {
  const [, found, rest = ""] = name.exec(text) ?? [];
  if (found === undefined) return { kind: "unread", text };
  if (rest.startsWith("@")) return { kind: "source", text };
  const specifier = withoutMarker(rest);
  return isSpecifier(specifier) ? { kind: "package", name: found, specifier } : { kind: "unread", text };
}

/** A conda requirement: `name`, `name=1.2`, `name==1.2=build`, `channel::name>=1`. */
export function parseCondaRequirement(line: string): Requirement | undefined {
  const text = withoutComment(line.slice(0, longestLine));
  if (text === "") return undefined;
  const [, channel, found, rest = ""] = /^(?:([^\s:]+)::)?([A-Za-z0-9_][\w.-]*)\s*(.*)$/s.exec(text) ?? [];
  if (found === undefined || address.test(text)) return { kind: "source", text };
  if (channel !== undefined && /[:/]/.test(channel)) return { kind: "source", text };
  return { kind: "package", name: found, specifier: rest.trim() };
}

/** The lines of a file, those that end with a backslash joined with the next. */
export const requirementLines = (text: string): string[] => text.replace(/\\\r?\n/g, " ").split(/\r?\n/);

import { isTest, isText, type Repository } from "./repository.ts";

interface TextRule {
  readonly applies: (file: string) => boolean;
  readonly pattern: RegExp;
  readonly problem: string;
}

const isCode = (file: string): boolean => /\.([cm]?tsx?|[cm]?js|css)$/.test(file);
const reason = "[^\\s*/][^*]{9,}";

// Patterns are written so that they do not match themselves.
const rules: readonly TextRule[] = [
  { applies: isCode, pattern: /^\s*export \* /, problem: "export names one by one" },
  {
    applies: isCode,
    pattern: /@ts-(?:ignore|nocheck)\b/,
    problem: "a type error is mended, or expected with @ts-expect-error and a reason",
  },
  {
    applies: isCode,
    pattern: new RegExp(`@ts-expect-(?:error)(?!:? ${reason})`),
    problem: "say why the error is expected, in the same line",
  },
  { applies: isCode, pattern: /biome-ignore-(?:all|start|end)\b/, problem: "suppress one line, not a file" },
  {
    applies: isCode,
    pattern: new RegExp(`biome-(?:ignore) (?![\\w/]+: ${reason})`),
    problem: "say why the rule does not hold here, in the same line",
  },
  {
    applies: isCode,
    pattern: /(?:eslint)-disable|(?:prettier)-ignore|@(?:knipignore)/,
    problem: "suppressions are Biome's, with a reason",
  },
  { applies: isTest, pattern: /\bvi\.(?:do)?[mM]ock\(\s*["'](?:[#.]|@plumbline\/)/, problem: "our own code is not mocked" },
  {
    applies: isCode,
    pattern: /\b(?:Queue)Events\b|\bwaitUntil(?:Finished)\b/,
    problem: "the queue loses such events on PostgreSQL: the task's row says what became of it",
  },
  {
    // Under e2e/faults the passing of time is what is tested.
    applies: (file) => isTest(file) && !file.startsWith("e2e/faults/"),
    pattern: /setTimeout\((?:resolve|done|\w+), ?[\d_]+\)|from "(?:node:)?timers\/promises"|\bsleep\(/,
    problem: "wait for the condition (vi.waitFor, expect.poll), not for time",
  },
  { applies: isText, pattern: /(?<![\w.:/@-])\/(?:work|root|home(?!\/user\/)|Users|mnt)\/[\w.-]/, problem: "a path of one machine" },
  { applies: isText, pattern: /(?<![\w.:/@-])\/(?:tmp)\/[\w.-]/, problem: "a path of one machine: use the system's temporary directory" },
  {
    applies: isText,
    pattern:
      /\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)|(?:files\.)?python(?:hosted)|pypi|proxy\.golang|sum\.golang|npm\.pkg\.github|(?:deb|security|archive)\.(?:debian|ubuntu))\.(?:org|com|io)\b/,
    problem: "the address of a package registry: leave it to the machine's settings",
  },
];

/** Lines that the repository does not accept, whatever the language's own tools say. */
export function checkText({ files, read }: Pick<Repository, "files" | "read">): string[] {
  return files
    .filter((file) => isText(file))
    .flatMap((file) => {
      const own = rules.filter(({ applies }) => applies(file));
      return read(file)
        .split("\n")
        .flatMap((line, index) => own.filter(({ pattern }) => pattern.test(line)).map(({ problem }) => `${file}:${index + 1}: ${problem}`));
    });
}

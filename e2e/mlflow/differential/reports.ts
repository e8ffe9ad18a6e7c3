import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Verdict } from "./compare.ts";
import type { Step } from "./scenario.ts";

/** One test case for each request, so that a failure names the request and shows both answers. */
export function writeJunit(file: string, verdicts: readonly Verdict[]): void {
  const failures = verdicts.filter((verdict) => verdict.outcome === "different").length;
  const head = `<testsuites><testsuite name="mlflow differential" tests="${verdicts.length}" failures="${failures}" errors="0" skipped="0">`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${verdicts.map(testCase).join("\n")}\n</testsuite></testsuites>\n`);
}

function testCase({ scenario, label, outcome, detail }: Verdict): string {
  const name = `<testcase classname="${escaped(scenario)}" name="${escaped(label)}"`;
  if (outcome !== "different") return `${name}/>`;
  return `${name}><failure message="answers differ">${escaped(detail)}</failure></testcase>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  // XML 1.0 has no place for control characters, even as references.
  return text.replace(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, "�").replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

const LONG = 1500;
const cut = (text: string): string => (text.length > LONG ? `${text.slice(0, LONG)}… (${text.length} characters)` : text);

/** Every request with the reference's answer, to read what MLflow really says. */
export function writeTranscript(file: string, played: readonly { name: string; reference: readonly Step[] }[]): void {
  const sections = played.map(({ name, reference }) => `## ${name}\n\n${reference.map(exchanged).join("\n")}`);
  writeFileSync(file, `${sections.join("\n\n")}\n`);
}

function exchanged({ label, request, answer }: Step): string {
  const sent = `${request.method} ${request.path} ${cut(String(request.body ?? ""))}`.trim();
  const type = [answer.contentType, answer.disposition].filter(Boolean).join("; ");
  return `- **${label}**: \`${sent}\`\n  -> **${answer.status}** ${type} ${cut(answer.text).replace(/\n\s*/g, " ")}`;
}

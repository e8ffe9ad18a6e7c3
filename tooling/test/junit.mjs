const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text) {
  return text
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, digits) => String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => entities[name]);
}

function attribute(tag, name) {
  const match = new RegExp(`\\s${name}\\s*=\\s*("([^"]*)"|'([^']*)')`).exec(tag);
  return match ? decoded(match[2] ?? match[3]) : "";
}

/** The tests of a JUnit report: `{ name, outcome: "passed" | "failed" | "skipped", reason }`. */
export function parseJunit(xml) {
  const plain = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "").replace(/<!--[\s\S]*?-->/g, "");
  return [...plain.matchAll(/<testcase\b((?:[^>"']|"[^"]*"|'[^']*')*?)(\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, attributes, , body = ""]) => {
      const name = [attribute(attributes, "classname"), attribute(attributes, "name")].filter(Boolean).join(" > ");
      if (/<(failure|error)\b/.test(body)) return { name, outcome: "failed", reason: "" };
      const skipped = /<skipped\b((?:[^>"']|"[^"]*"|'[^']*')*)/.exec(body);
      if (!skipped) return { name, outcome: "passed", reason: "" };
      return { name, outcome: "skipped", reason: attribute(skipped[1], "message") || "no reason given" };
    },
  );
}

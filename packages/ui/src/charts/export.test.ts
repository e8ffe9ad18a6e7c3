import { expect, test } from "vitest";
import { csvText, curvesCsv, curvesSvg } from "./export.ts";
import { prepareCurves } from "./series.ts";

const prepared = prepareCurves([
  {
    id: "a",
    label: "valid",
    color: 1,
    points: [
      { x: 0, y: 1 },
      { x: 1, y: Number.NaN },
      { x: 2, y: 0.1 },
      { x: 3, y: 0.2 },
    ],
  },
  { id: "b", label: 'a "b", <c>', color: 2, isDashed: true, points: [{ x: 1, y: 5 }] },
]);

test("cells are quoted where they must be and never run as formulas", () => {
  expect(csvText([["a,b", 'say "x"', "=1+1", "-0.5", null, 0.1]])).toBe('"a,b","say ""x""",\'=1+1,-0.5,,0.1\r\n');
});

test("the table behind a chart holds every drawn point in full", () => {
  expect(curvesCsv(prepared, "step")).toBe('step,valid,"a ""b"", <c>"\r\n0,1,\r\n1,,5\r\n2,0.1,\r\n3,0.2,\r\n');
});

test("a gap stays a gap in the picture, and names cannot break out of it", () => {
  const svg = curvesSvg(prepared, {
    title: "auc <script>",
    xLabel: "step",
    isLog: false,
    background: "#fff",
    line: "#ddd",
    text: "#222",
    series: ["#00f", "#f80"],
  });
  const [first] = svg.match(/<path d="M[^"]*" fill="none"/g) ?? [];
  expect(first?.match(/M/g)).toHaveLength(2);
  expect(svg).not.toContain("<script>");
  expect(svg).not.toContain("NaN");
});

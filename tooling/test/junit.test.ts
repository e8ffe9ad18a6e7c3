import { expect, test } from "vitest";
// @ts-expect-error: plain JavaScript, because the oldest supported Node runs it
import { parseJunit } from "./junit.mjs";

test("reads what passed, failed and was skipped, and why", () => {
  const xml = `<?xml version="1.0"?><testsuites><testsuite name="a">
    <testcase classname="a.test.ts" name="adds &quot;one&quot; &gt; two" time="0.1"/>
    <testcase classname='b' name='fails > here'><failure message="no"><![CDATA[<testcase name="fake"/>]]></failure></testcase>
    <testcase name="breaks"><error>boom</error></testcase>
    <testcase name="waits"><skipped type="pytest.skip" message="no &#x41; here">text</skipped></testcase>
    <testcase name="idle"><skipped/></testcase>
    <testcase name="says"><system-out>hello</system-out></testcase>
  </testsuite></testsuites>`;
  expect(parseJunit(xml)).toEqual([
    { name: 'a.test.ts > adds "one" > two', outcome: "passed", reason: "" },
    { name: "b > fails > here", outcome: "failed", reason: "" },
    { name: "breaks", outcome: "failed", reason: "" },
    { name: "waits", outcome: "skipped", reason: "no A here" },
    { name: "idle", outcome: "skipped", reason: "no reason given" },
    { name: "says", outcome: "passed", reason: "" },
  ]);
});

test("reads an empty report as no tests", () => {
  expect(parseJunit("<testsuites/>")).toEqual([]);
});

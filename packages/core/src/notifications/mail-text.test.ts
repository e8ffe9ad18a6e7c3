import { expect, test } from "vitest";
import { mailText } from "./mail-text.ts";

const parts = {
  title: "Ada asks for your vote",
  body: "churn 12 to Production\nby Friday",
  workspace: "risk",
  link: "https://ml.example.org/w/risk/approvals/31",
};

test("text and HTML say what happened and where to deal with it", () => {
  const { subject, text, html } = mailText(parts);
  expect(subject).toBe("[risk] Ada asks for your vote");
  for (const part of [parts.title, parts.body, parts.link, parts.workspace]) expect(text).toContain(part);
  expect(html).toContain(`href="${parts.link}"`);
});

test("markup in a title or body is text", () => {
  const { html, text } = mailText({ ...parts, title: '<script>alert("1")</script>', body: "a & b < c > d 'e'" });
  expect(html).not.toContain("<script>");
  expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
  expect(html).toContain("a &amp; b &lt; c &gt; d &#39;e&#39;");
  expect(text).toContain("a & b < c > d 'e'");
});

test("no body leaves no gap", () => {
  expect(mailText({ ...parts, body: "" }).text.split("\n\n")[1]).toBe(parts.link);
});

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { checkedStream } from "./checked-stream.ts";

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");
const pieces = () => Readable.from([Buffer.from("first,"), Buffer.from("last")]);

test("the right bytes pass whole", async () => {
  const passed = await checkedStream(pieces(), digestOf("first,last")).toArray();
  expect(Buffer.concat(passed).toString()).toBe("first,last");
  expect(await checkedStream(Readable.from([]), digestOf("")).toArray()).toEqual([]);
});

test("other bytes fail before their end", async () => {
  const got: Buffer[] = [];
  const reading = async () => {
    for await (const chunk of checkedStream(pieces(), digestOf("first,LAST"))) got.push(chunk as Buffer);
  };
  await expect(reading()).rejects.toMatchObject({ params: { reason: "digest-differs" } });
  expect(Buffer.concat(got).toString()).toBe("first,");
});

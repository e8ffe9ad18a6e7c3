import { expect, test } from "vitest";
import { commandText, commandWords } from "./command-text.ts";

test.each([
  ["python train.py --lr 0.1", ["python", "train.py", "--lr", "0.1"]],
  ["  spaced   out  ", ["spaced", "out"]],
  ["bash -c 'set -e; ls | wc'", ["bash", "-c", "set -e; ls | wc"]],
  ['echo "a \\"b\\" $c" d', ["echo", 'a "b" $c', "d"]],
  ["say it\\'s", ["say", "it's"]],
  ["a'b c'd", ["ab cd"]],
  ["run ''", ["run", ""]],
  ["open 'never closed", ["open", "never closed"]],
  ["back\\", ["back\\"]],
  ["two\nlines", ["two", "lines"]],
  ['"\\n stays"', ["\\n stays"]],
  ["", []],
])("%j is %j", (text, words) => {
  expect(commandWords(text)).toEqual(words);
});

test.each([
  [["python", "train.py", "--lr=0.1"]],
  [["bash", "-c", "set -e\npython train.py && echo 'done'"]],
  [["", " ", "it's", '"', "\\", "$HOME", "a b"]],
])("%j survives being written and read", (words) => {
  expect(commandWords(commandText(words))).toEqual(words);
});

test("plain words stand without quotes", () => {
  expect(commandText(["python", "-m", "train", "--data", "s3://x/y"])).toBe("python -m train --data s3://x/y");
});

import { expect, test } from "vitest";
import { scramVerifier } from "./scram.ts";

test("derives the keys of RFC 7677, section 3", () => {
  const verifier = scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"));
  expect(verifier).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test("salts", () => {
  expect(scramVerifier("pencil")).not.toBe(scramVerifier("pencil"));
});

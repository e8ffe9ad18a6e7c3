import { randomInt } from "node:crypto";
import { hash, type Options, verify } from "@node-rs/argon2";

/** Argon2id with the parameters of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** What nobody's password is compared with, so that an account that does not exist takes as long as one that does. */
let decoy: Promise<string> | undefined;

/** Takes the same time whether or not there is a hash to compare with. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(generatePassword());
  const isRight = await verify(stored ?? (await decoy), password);
  return stored !== null && isRight;
}

/** No characters that look alike, so that it can be read out. */
const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
const groups = 4;
const groupLength = 5;

/** A first password: 100 random bits in groups of five characters. */
export function generatePassword(): string {
  const group = () => Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  return Array.from({ length: groups }, group).join("-");
}

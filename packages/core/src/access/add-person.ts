import { randomUUID } from "node:crypto";
import type { PlatformRole } from "@plumbline/contracts/permissions";
import type { Tx } from "@plumbline/db";
import { generatePassword, hashPassword } from "./password.ts";
import { hasUsers, insertUser } from "./store/users.ts";

interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly platformRole: PlatformRole | null;
  readonly createdAt: Date;
}

/** Adds a person with a generated password that they have to change; undefined when the e-mail is taken. */
export async function addPerson(tx: Tx, person: NewPerson): Promise<{ id: string; password: string } | undefined> {
  const password = generatePassword();
  const id = randomUUID();
  const isAdded = await insertUser(tx, { ...person, id, passwordHash: await hashPassword(password) });
  return isAdded ? { id, password } : undefined;
}

/** The first person of a platform that has none; nobody, when there is anyone. The caller holds the platform's lock. */
export async function addFirstPerson(tx: Tx, person: NewPerson): Promise<{ id: string; password: string } | undefined> {
  return (await hasUsers(tx)) ? undefined : addPerson(tx, person);
}

import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { PlatformRole } from "#src/permissions.ts";

/** As browsers check it: without a dot in the host too, so that the first administrator of a laptop is `admin@localhost`. */
export const Email = z
  .email({ pattern: z.regexes.html5Email })
  .max(254)
  .transform((email) => email.toLowerCase());
/** At least 12 characters; length is the one rule that helps. */
export const Password = z.string().min(12, "a password has at least 12 characters").max(200);

export const User = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  platformRole: PlatformRole.nullable(),
  isDisabled: z.boolean(),
  isLocked: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: Instant,
  lastSignInAt: Instant.nullable(),
});
export type User = z.infer<typeof User>;

export const UserRef = z.object({ userId: z.uuid() });
/** A generated password, shown once; its owner has to change it at the first sign-in. */
const GeneratedPassword = z.object({ user: User, password: z.string() });

export const listUsers = operation({
  id: "access.listUsers",
  method: "GET",
  path: "/users",
  summary: "Lists the people of the platform.",
  response: z.object({ items: z.array(User) }),
  permission: "platform:people",
  audit: reading,
});

export const createUser = operation({
  id: "access.createUser",
  method: "POST",
  path: "/users",
  summary: "Adds a person and generates their first password.",
  body: z.object({ email: Email, name: z.string().trim().min(1).max(200), platformRole: PlatformRole.nullable().default(null) }),
  response: GeneratedPassword,
  permission: "platform:people",
  audit: "access.user.create",
});

export const updateUser = operation({
  id: "access.updateUser",
  method: "PATCH",
  path: "/users/:userId",
  summary: "Renames, disables or enables a person, or changes their platform role.",
  params: UserRef,
  body: z.object({
    name: z.string().trim().min(1).max(200).optional(),
    isDisabled: z.boolean().optional(),
    platformRole: PlatformRole.nullable().optional(),
  }),
  response: User,
  permission: "platform:people",
  audit: "access.user.update",
});

export const resetPassword = operation({
  id: "access.resetPassword",
  method: "POST",
  path: "/users/:userId/password-reset",
  summary: "Generates a new password, unlocks the account and ends its sessions.",
  params: UserRef,
  response: GeneratedPassword,
  permission: "platform:people",
  audit: "access.password.reset",
});

export const userOperations = [listUsers, createUser, updateUser, resetPassword] as const;

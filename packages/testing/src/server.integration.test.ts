import { expect, inject, test } from "vitest";
import { asRole, templateDatabase, withClient } from "./server.ts";

test("the application's role is bound by row-level security and cannot lift it", async () => {
  await withClient(asRole(inject("superuserUrl"), "app", templateDatabase), async (client) => {
    const { rows } = await client.query("SELECT rolsuper OR rolbypassrls AS unbound FROM pg_roles WHERE rolname = current_user");
    expect(rows).toEqual([{ unbound: false }]);
    await expect(client.query("ALTER TABLE run DISABLE ROW LEVEL SECURITY")).rejects.toThrow(/must be owner/);
  });
});

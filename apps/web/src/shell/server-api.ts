import { type Client, createClient } from "@plumbline/contracts/client";
import { headers } from "next/headers";
import { webConfig } from "./config.ts";

/** The front signs these two; the api believes the address only with the signature. */
const clientHeaders = ["x-plumbline-client", "x-plumbline-client-signature", "x-request-id", "user-agent"] as const;

/** Calls the api in the name of the request that is being answered. `origin` marks the call as the portal's own. */
export async function serverApi(extra: Record<string, string> = {}): Promise<Client> {
  const incoming = await headers();
  const { internalUrl, publicUrl } = webConfig();
  const passed = clientHeaders.flatMap((name) => {
    const value = incoming.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const all = { cookie: incoming.get("cookie") ?? "", origin: publicUrl, ...Object.fromEntries(passed), ...extra };
  return createClient({ baseUrl: internalUrl, headers: () => all });
}

import { pick, type Scenario } from "../scenario.ts";

const PATH = "webhooks";
const CREATED = [{ entity: "MODEL_VERSION", action: "CREATED" }];
const url = "https://8.8.8.8/hook";

const lifecycle: Scenario = {
  name: "webhooks",
  play: async (server) => {
    const name = "hook";
    const events = [...CREATED, { entity: "MODEL_VERSION_ALIAS", action: "CREATED" }];
    const made = await server.post("create", PATH, { name, url, events, description: "Ours", secret: "hush" });
    const id = pick(made, "webhook", "webhook_id");
    await server.get("get", `${PATH}/${id}`);
    await server.patch("disable", `${PATH}/${id}`, { status: "DISABLED" });
    await server.patch("update", `${PATH}/${id}`, {
      name: "other",
      description: "Theirs",
      events: [{ entity: "MODEL_VERSION_TAG", action: "SET" }],
    });
    await server.patch("another secret", `${PATH}/${id}`, { secret: "quiet", status: "ACTIVE" });
    await server.patch("update nothing", `${PATH}/${id}`, {});
    await server.post("create disabled", PATH, { name: "second", url, events: CREATED, status: "DISABLED" });
    await server.delete("delete", `${PATH}/${id}`, {});
    await server.get("get deleted", `${PATH}/${id}`);
    await server.delete("delete twice", `${PATH}/${id}`, {});
    await server.patch("update deleted", `${PATH}/${id}`, { name: "again" });
    await server.post("test deleted", `${PATH}/${id}/test`, {});
    await server.get("get by letters", `${PATH}/nobody`);
  },
};

const refusals: Scenario = {
  name: "webhook refusals",
  play: async (server) => {
    const name = "hook";
    await server.post("without name", PATH, { url, events: CREATED });
    await server.post("without address", PATH, { name, events: CREATED });
    await server.post("without events", PATH, { name, url });
    await server.post("with no events", PATH, { name, url, events: [] });
    await server.post("bad name", PATH, { name: "-hook", url, events: CREATED });
    await server.post("long name", PATH, { name: "n".repeat(64), url, events: CREATED });
    await server.post("http", PATH, { name, url: "http://8.8.8.8/", events: CREATED });
    await server.post("loopback", PATH, { name, url: "https://127.0.0.1/", events: CREATED });
    await server.post("no address", PATH, { name, url: "hook", events: CREATED });
    await server.post("impossible event", PATH, { name, url, events: [{ entity: "REGISTERED_MODEL", action: "DELETED" }] });
  },
};

export const webhookScenarios = [lifecycle, refusals];

// Runs on the machine's own Node; everything it starts runs on the one that the packages bring along.
const oldest = 20;
if (Number(process.versions.node.split(".")[0]) < oldest) {
  console.error(`start: Node ${process.versions.node} is too old; Plumbline starts with Node ${oldest} or newer`);
  process.exit(1);
}
const { start } = await import("./start/supervisor.mjs");
await start(process.argv.slice(2), process.env);

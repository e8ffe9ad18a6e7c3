// Runs on the machine's own Node, as start.mjs does.
const oldest = 20;
if (Number(process.versions.node.split(".")[0]) < oldest) {
  console.error(`test: Node ${process.versions.node} is too old; the tests run with Node ${oldest} or newer`);
  process.exit(1);
}
const { test } = await import("./test/main.mjs");
await test(process.argv.slice(2), process.env);

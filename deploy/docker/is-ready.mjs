// Health check of a container: status 0 when the address answers with success.
const [address] = process.argv.slice(2);
const response = await fetch(address, { signal: AbortSignal.timeout(5000) }).catch(() => ({ ok: false }));
process.exit(response.ok ? 0 : 1);

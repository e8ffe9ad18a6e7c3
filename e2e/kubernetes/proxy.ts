import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";

export interface Proxy {
  readonly url: string;
  /** Where it was asked to connect to, and by whom. */
  readonly asked: { readonly to: string; readonly authorization: string | undefined }[];
  readonly close: () => Promise<void>;
}

/** A proxy that lets through whatever it is asked to. */
export async function openProxy(): Promise<Proxy> {
  const asked: Proxy["asked"] = [];
  const server = createServer();
  server.on("connect", ({ url = "", headers }, incoming) => {
    asked.push({ to: url, authorization: headers["proxy-authorization"] });
    const [host = "", port] = url.split(":");
    const outgoing = connect(Number(port), host, () => incoming.write("HTTP/1.1 200 OK\r\n\r\n"));
    for (const socket of [incoming, outgoing]) socket.on("error", () => socket.destroy());
    incoming.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://ada:open-sesame@127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

const encoded = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, Math.floor(size / 256), size % 256];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => encoded(0x30, ...parts);
const hex = (text: string): Buffer => Buffer.from(text, "hex");
const identifier = (text: string): Buffer => encoded(0x06, hex(text));

/** A certificate for `localhost` and 127.0.0.1 that signs itself, and its key. Only tests open it. */
export function openTestCertificate(names: readonly string[] = ["localhost"]): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = sequence(identifier("2a8648ce3d040302"));
  const name = sequence(encoded(0x31, sequence(identifier("550403"), encoded(0x0c, Buffer.from("test")))));
  const validity = sequence(encoded(0x17, Buffer.from("200101000000Z")), encoded(0x18, Buffer.from("20990101000000Z")));
  const alternatives = sequence(...names.map((one) => encoded(0x82, Buffer.from(one))), encoded(0x87, Buffer.from([127, 0, 0, 1])));
  const extension = (id: string, value: Buffer) => sequence(identifier(id), encoded(0x04, value));
  const extensions = encoded(0xa3, sequence(extension("551d11", alternatives), extension("551d13", sequence(encoded(0x01, hex("ff"))))));
  const serial = encoded(0x02, Buffer.concat([hex("01"), randomBytes(8)]));
  const version = encoded(0xa0, encoded(0x02, hex("02")));
  const key = publicKey.export({ type: "spki", format: "der" });
  const body = sequence(version, serial, ecdsaWithSha256, name, validity, name, key, extensions);
  const signature = encoded(0x03, hex("00"), sign("sha256", body, privateKey));
  const text = sequence(body, ecdsaWithSha256, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${text.trim()}\n-----END CERTIFICATE-----\n`,
  };
}

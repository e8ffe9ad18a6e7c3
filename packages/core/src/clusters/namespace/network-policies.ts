import { isIP } from "node:net";
import { objectLabels as labels, type NamespaceWish, type PlannedObject } from "./namespace-wish.ts";

/** Where the cache of names on a node listens, where there is one. */
const nodeDns = "169.254.20.10/32";
const dnsPorts = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];

/** Nothing comes in and nothing goes out, but for what a job needs. */
export function networkPolicies(wish: NamespaceWish): PlannedObject[] {
  const { namespace, settings } = wish;
  const metadata = (name: string) => ({ name, namespace, labels });
  return [
    {
      kind: "NetworkPolicy",
      name: "plumbline-deny",
      what: "Closes the namespace: nothing reaches its pods, and they reach nothing.",
      manifest: { metadata: metadata("plumbline-deny"), spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
    },
    {
      kind: "NetworkPolicy",
      name: "plumbline-jobs",
      what: `Lets pods find names, reach the platform${settings.egress.length > 0 ? `, ${settings.egress.join(", ")}` : ""}, and each other within the namespace.`,
      manifest: {
        metadata: metadata("plumbline-jobs"),
        spec: {
          podSelector: {},
          policyTypes: ["Ingress", "Egress"],
          ingress: [{ from: [{ podSelector: {} }] }],
          egress: [
            {
              to: [{ namespaceSelector: {}, podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }, { ipBlock: { cidr: nodeDns } }],
              ports: dnsPorts,
            },
            { to: [{ podSelector: {} }] },
            platformRule(wish),
            ...settings.egress.map((cidr) => ({ to: [{ ipBlock: { cidr } }] })),
          ],
        },
      },
    },
  ];
}

/** Policies know addresses and pods, no names: a platform with a name beyond the cluster is reached at its port, wherever that is. */
function platformRule({ platformUrl }: NamespaceWish): object {
  const url = new URL(platformUrl);
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const ports = [{ protocol: "TCP", port }];
  if (isIP(host) !== 0) return { to: [{ ipBlock: { cidr: `${host}/${isIP(host) === 4 ? 32 : 128}` } }], ports };
  const [, service] = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(host) ?? [];
  // A Service may send to another port than its own.
  if (service !== undefined) return { to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": service } } }] };
  return { ports };
}

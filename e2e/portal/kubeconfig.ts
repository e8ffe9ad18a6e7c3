/** A way to a cluster that is not there: nothing listens on that port. */
export const unreachableKubeconfig = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  "current-context": "far",
  clusters: [{ name: "far", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "reader", user: { token: "not-a-token-of-anything" } }],
  contexts: [
    { name: "far", context: { cluster: "far", user: "reader" } },
    { name: "nobody", context: { cluster: "far", user: "gone" } },
  ],
});

/** What a person who builds or starts the test cluster must know or do. */
export class TestClusterError extends Error {
  override readonly name = "TestClusterError";
}

import { describe, expect, it } from "vitest";
import { judgeImport } from "./judge-import.ts";

const split = (path: string): [string, string] => path.split(" ") as [string, string];

describe("an import of a pickle", () => {
  it.each([
    "os system",
    "posix system",
    "nt system",
    "subprocess Popen",
    "sys exit",
    "builtins eval",
    "__builtin__ execfile",
    "builtins getattr",
    "importlib import_module",
    "importlib.util spec_from_file_location",
    "runpy run_path",
    "pty spawn",
    "ctypes CDLL",
    "webbrowser open",
    "pip main",
    "pip._internal main",
    "code InteractiveInterpreter",
    "timeit timeit",
    "cProfile run",
    "multiprocessing.pool Pool",
    "asyncio.subprocess create_subprocess_shell",
    "pickle loads",
    "cPickle loads",
    "cloudpickle loads",
    "dill._dill loads",
    "marshal loads",
    "types CodeType",
    "operator attrgetter",
    "_operator methodcaller",
    "torch.hub load",
    "torch load",
    "torch.storage _load_from_bytes",
    "numpy.f2py.crackfortran myeval",
    "numpy.testing._private.utils runstring",
    "numpy load",
    "joblib load",
    "joblib.parallel Parallel",
    "sklearn.externals.six exec_",
    "sklearn.utils sys.modules",
    "sklearn.ensemble._base os.system",
    "acme.models Popen",
    "pandas.core.frame DataFrame.eval",
    "collections _sys.modules",
    "torch.nn.modules.module Module.__globals__",
  ])("%s is dangerous", (path) => {
    expect(judgeImport(...split(path))).toBe("pickle-dangerous-import");
  });

  it.each([
    "collections OrderedDict",
    "copy_reg _reconstructor",
    "__builtin__ set",
    "numpy.core.multiarray _reconstruct",
    "numpy._core.multiarray scalar",
    "numpy dtype",
    "scipy.sparse._csr csr_matrix",
    "sklearn.pipeline Pipeline",
    "sklearn.tree._tree Tree",
    "sklearn._loss._loss __pyx_unpickle_CyHalfBinomialLoss",
    "pandas.core.internals.managers BlockManager",
    "pandas._libs.internals _unpickle_block",
    "xgboost.sklearn XGBClassifier",
    "lightgbm.basic Booster",
    "torch._utils _rebuild_tensor_v2",
    "torch FloatStorage",
    "torch.nn.modules.linear Linear",
    "functools partial",
    "datetime datetime",
  ])("%s is harmless", (path) => {
    expect(judgeImport(...split(path))).toBeUndefined();
  });

  it.each([
    ["acme.models Scorer", "pickle-unknown-import"],
    ["sklearn.datasets load_iris", "pickle-unknown-import"],
    ["sklearn.utils check_array", "pickle-unknown-import"],
    ["os_tools run", "pickle-unknown-import"],
    ["constructor prototype", "pickle-unknown-import"],
    ["__proto__ toString", "pickle-unknown-import"],
    ["builtins map", "pickle-unknown-import"],
    ["collections.abc Callable", "pickle-unknown-import"],
    ["__main__ Model", "pickle-own-code"],
    ["cloudpickle.cloudpickle _make_function", "pickle-code-by-value"],
    ["dill._dill _create_function", "pickle-code-by-value"],
  ])("%s breaks %s", (path, rule) => {
    expect(judgeImport(...split(path))).toBe(rule);
  });
});

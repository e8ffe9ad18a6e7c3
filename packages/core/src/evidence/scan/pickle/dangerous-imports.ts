/** Modules of which nothing may be imported by a pickle, their submodules included. */
export const dangerousModules: ReadonlySet<string> = new Set([
  // The operating system and other processes.
  ..."os posix nt posixpath ntpath subprocess _posixsubprocess popen2 commands pty _pty sys signal _signal shutil tempfile glob fileinput".split(
    " ",
  ),
  ..."resource fcntl mmap _winapi winreg _winreg msvcrt multiprocessing _multiprocessing concurrent asyncio threading _thread sched".split(
    " ",
  ),
  ..."platform _osx_support _aix_support pwd grp crypt termios tty readline curses psutil pexpect sh plumbum fabric paramiko".split(" "),
  // Code, imports and introspection.
  ..."importlib _frozen_importlib _frozen_importlib_external imp runpy pkgutil zipimport zipapp code codeop marshal gc".split(" "),
  ..."site sitecustomize usercustomize py_compile compileall ast symtable dis opcode bdb pdb doctest trace timeit cProfile profile".split(
    " ",
  ),
  ..."pydoc idlelib lib2to3 _pyrepl rlcompleter unittest test pytest _pytest venv ensurepip pip setuptools distutils pkg_resources".split(
    " ",
  ),
  ..."_xxsubinterpreters _interpreters atexit faulthandler tracemalloc linecache traceback".split(" "),
  // Native code.
  ..."ctypes _ctypes cffi _cffi_backend".split(" "),
  // The network.
  ..."socket _socket ssl _ssl socketserver http httplib urllib urllib2 urllib3 requests httpx aiohttp ftplib smtplib smtpd imaplib poplib".split(
    " ",
  ),
  ..."nntplib telnetlib xmlrpc xmlrpclib webbrowser antigravity wsgiref cgi select selectors asyncore asynchat twisted tornado".split(" "),
  // Pickles and other loaders of objects inside one another.
  ..."pickle _pickle cPickle pickletools shelve dbm anydbm jsonpickle yaml  sqlite3 _sqlite3 tkinter Tkinter".split(" "),
  ..."IPython ipykernel jupyter_client invoke celery dask_jobqueue".split(" "),
  // Parts of machine learning libraries that compile, run or load what they are given.
  "numpy.f2py",
  "numpy.testing",
  "numpy.distutils",
  "numpy.ctypeslib",
  "numpy.lib.npyio",
  "numpy.lib._npyio_impl",
  "scipy.io",
  "scipy._lib._ccallback",
  "sklearn.externals.six",
  "joblib.externals",
  "joblib.parallel",
  "joblib.memory",
  "joblib.func_inspect",
  "pandas.core.computation",
  "pandas.io",
  "torch.hub",
  "torch.fx",
  "torch.package",
  "torch._dynamo",
  "torch._inductor",
  "torch.distributed.rpc",
  "torch.distributed.elastic",
  "torch.distributed.run",
  "torch.distributed.launcher",
  "torch.multiprocessing",
  "torch.utils.cpp_extension",
  "torch.utils.bottleneck",
  "torch.utils.collect_env",
  "torch.utils._config_module",
  "torch.utils.data.datapipes",
  "torch.utils.model_zoo",
  "torch.utils.show_pickle",
  "torch.testing",
  "torch.jit.unsupported_tensor_ops",
  "tensorflow.io",
  "tensorflow.python.lib.io",
  "logging.config",
  "logging.handlers",
  "mlflow.utils.process",
  "mlflow.pyfunc.scoring_server",
]);

/** Names in modules that are otherwise not dangerous as a whole. */
export const dangerousNames: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    builtins:
      "eval exec execfile compile open file input raw_input __import__ getattr setattr delattr hasattr vars globals locals dir breakpoint apply reload help exit quit __build_class__ classmethod property super",
    types: "CodeType FunctionType LambdaType MethodType ModuleType new_class prepare_class DynamicClassAttribute",
    operator: "attrgetter methodcaller call setitem",
    _operator: "attrgetter methodcaller call setitem",
    io: "open open_code FileIO",
    _io: "open open_code FileIO",
    codecs: "open",
    tarfile: "open TarFile TarFile.open",
    zipfile: "ZipFile PyZipFile",
    gzip: "open GzipFile",
    bz2: "open BZ2File",
    lzma: "open LZMAFile",
    uuid: "_get_command_stdout _popen getnode",
    logging: "FileHandler os sys",
    dataclasses: "make_dataclass _create_fn",
    collections: "_sys",
    copyreg: "pickle add_extension dispatch_table",
    re: "template",
    numpy: "load loadtxt genfromtxt fromfile memmap save savez DataSource",
    "numpy.core": "_ufunc_reconstruct",
    "numpy._core": "_ufunc_reconstruct",
    joblib: "load dump Memory Parallel delayed",
    "joblib.numpy_pickle": "load dump load_temporary_memmap _unpickle",
    "joblib.numpy_pickle_compat": "load_compatibility NDArrayWrapper ZNDArrayWrapper",
    torch: "load save hub compile jit",
    "torch.serialization": "load save _load _legacy_load os io pickle",
    "torch.storage": "_load_from_bytes",
    "torch.jit": "load",
    pandas: "read_pickle eval",
    cloudpickle: "load loads dump",
    "cloudpickle.cloudpickle": "load loads dump",
    dill: "load loads load_session load_module source",
    "dill._dill": "load loads load_session _eval_repr",
    "sklearn.utils._testing": "check_output",
    pathlib: "Path.write_text Path.write_bytes Path.unlink Path.open os",
  }).map(([module, names]) => [module, new Set(names.split(" "))]),
);

/** Names that are dangerous wherever they come from: modules pass on what they import themselves. */
export const dangerousAnywhere: ReadonlySet<string> = new Set(
  (
    "system popen Popen spawnl spawnle spawnlp spawnv spawnve spawnvp execv execve execvp execl execle execlp fork forkpty posix_spawn startfile " +
    "check_output check_call getoutput getstatusoutput eval exec exec_ execfile __import__ import_module __builtins__ __globals__ __subclasses__ " +
    "__getattribute__ __loader__ __spec__ runstring run_module run_path InteractiveInterpreter InteractiveConsole CDLL PyDLL WinDLL cdll windll " +
    "Process ThreadPool ProcessPoolExecutor ThreadPoolExecutor TemporaryDirectory NamedTemporaryFile FileIO FileHandler ZipFile TarFile GzipFile Memory " +
    "attrgetter methodcaller CodeType FunctionType load_module exec_module enable_unsafe_deserialization get_file urlopen urlretrieve read_pickle rmtree"
  ).split(" "),
);

/** Names of Python 2 that Python 3 translates while it loads protocols 0 to 2, and private names of public modules. */
export const aliases: Readonly<Record<string, string>> = {
  __builtin__: "builtins",
  copy_reg: "copyreg",
  exceptions: "builtins",
  cPickle: "pickle",
  UserDict: "collections",
  UserList: "collections",
  UserString: "collections",
  _functools: "functools",
  _collections: "collections",
  _datetime: "datetime",
  _pydatetime: "datetime",
  _decimal: "decimal",
  _pydecimal: "decimal",
};

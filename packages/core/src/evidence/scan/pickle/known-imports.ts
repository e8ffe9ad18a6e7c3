interface KnownImports {
  /** Matches the whole name of the module. */
  readonly module: RegExp;
  readonly name: RegExp;
}

/** A list of words as one pattern. */
const words = (list: string): RegExp => new RegExp(`^(${list.trim().split(/\s+/).join("|")})$`);

/** Classes by the convention of Python; functions need to be named. Nested classes are dotted. */
const classes = /^_{0,2}[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*(\.[A-Z][A-Za-z0-9]*)*$/;
const classesOr = (list: string): RegExp => new RegExp(`${classes.source}|${words(list).source}`);

/** What pickles of the usual libraries import and what has no effect but to make a value. Written from the libraries' own pickles. */
export const knownImports: readonly KnownImports[] = [
  {
    module: /^builtins$/,
    name: words(
      `set frozenset dict list tuple int float complex str bytes bytearray bool object slice range long unicode xrange basestring
       NoneType Ellipsis NotImplemented abs len max min sum round sorted \\w*(Error|Exception|Warning)`,
    ),
  },
  { module: /^copyreg$/, name: words("_reconstructor __newobj__ __newobj_ex__") },
  { module: /^_codecs$/, name: words("encode") },
  { module: /^collections$/, name: words("OrderedDict defaultdict Counter deque UserDict UserList UserString ChainMap") },
  { module: /^datetime$/, name: words("date datetime time timedelta timezone") },
  { module: /^decimal$/, name: words("Decimal") },
  { module: /^fractions$/, name: words("Fraction") },
  { module: /^zoneinfo$/, name: words("ZoneInfo ZoneInfo._unpickle") },
  { module: /^uuid$/, name: words("UUID SafeUUID") },
  { module: /^pathlib(\._local)?$/, name: words("Path PosixPath WindowsPath PurePath PurePosixPath PureWindowsPath") },
  { module: /^re$/, name: words("_compile") },
  { module: /^logging$/, name: words("getLogger") },
  { module: /^functools$/, name: words("partial") },
  { module: /^_?operator$/, name: words("itemgetter") },
  { module: /^random$/, name: words("Random") },
  { module: /^types$/, name: words("SimpleNamespace MappingProxyType") },
  {
    module: /^numpy$/,
    name: words(
      `ndarray dtype bool_? int_ intc intp u?int(8|16|32|64) uint float(16|32|64|128)? float_ double single half longdouble longlong ulonglong
       complex(64|128|256)? complex_ object_? str_ bytes_ unicode_ string_ void datetime64 timedelta64 generic number
       log log2 log10 log1p exp exp2 expm1 sqrt cbrt square absolute abs sin cos tan tanh sinh cosh arcsin arccos arctan arcsinh
       sign reciprocal power mean median std var sum min max amin amax argmax argmin ravel nan_to_num clip identity asarray array`,
    ),
  },
  { module: /^numpy\.dtypes$/, name: classes },
  { module: /^numpy\._?core\.(_)?multiarray$/, name: words("_reconstruct scalar ndarray dtype") },
  { module: /^numpy\._?core\.numeric$/, name: words("_frombuffer") },
  { module: /^numpy\.ma(\.core)?$/, name: words("_mareconstruct MaskedArray") },
  {
    module: /^numpy\.random(\.\w+)*$/,
    name: words("RandomState Generator MT19937 PCG64 PCG64DXSM Philox SFC64 SeedSequence __\\w+_ctor __pyx_unpickle_\\w+"),
  },
  { module: /^scipy\.sparse(\.\w+)*$/, name: words("(csr|csc|coo|bsr|dia|dok|lil)_(matrix|array)") },
  { module: /^scipy\.stats\._\w+$/, name: words("\\w+_gen rv_\\w+frozen rv_histogram gaussian_kde") },
  { module: /^scipy\.stats$/, name: words("rv_histogram gaussian_kde") },
  { module: /^scipy\.interpolate(\.\w+)*$/, name: classesOr("interp1d interp2d") },
  { module: /^scipy\._lib\.array_api_compat\.numpy(\._aliases)?$/, name: words("asarray") },
  { module: /^scipy\.spatial(\.\w+)*$/, name: classesOr("cKDTree") },
  {
    module: /^sklearn\.(?!externals|datasets|utils\._testing|utils\.parallel|utils\._joblib|inspection)(\w+\.)*\w+$/,
    name: classesOr(
      `__pyx_unpickle_\\w+ newObj f_classif f_regression f_oneway chi2 r_regression mutual_info_classif mutual_info_regression
       linear_kernel rbf_kernel polynomial_kernel sigmoid_kernel cosine_similarity euclidean_distances manhattan_distances
       accuracy_score f1_score r2_score roc_auc_score log_loss mean_squared_error mean_absolute_error make_scorer _passthrough_scorer
       _kmeans_single_lloyd _kmeans_single_elkan _identity identity expit logit _logcosh _exp _cube`,
    ),
  },
  { module: /^joblib\.numpy_pickle$/, name: words("NumpyArrayWrapper") },
  {
    module: /^pandas(?!\.io|\.core\.computation|\.util|\.testing|\._testing)(\.\w+)*$/,
    name: classesOr(
      `_unpickle_block _new_Index _new_DatetimeIndex _new_PeriodIndex __pyx_unpickle_\\w+ __nat_unpickle _timestamp_unpickle _timedelta_unpickle
       _period_unpickle new_block _fix_pickle_compat make_block _na_from_pickle _unpickle_array _unpickle_timestamp _unpickle_timedelta _unpickle_period _nat_unpickle`,
    ),
  },
  { module: /^pytz$/, name: words("_UTC _p") },
  { module: /^dateutil\.tz(\.tz)?$/, name: words("tzutc tzlocal") },
  {
    module: /^xgboost\.(core|sklearn|compat)$/,
    name: words("Booster XGB\\w+"),
  },
  { module: /^lightgbm\.(basic|sklearn|compat)$/, name: words("Booster LGBM\\w+ _?LGBM\\w+ _[A-Z]\\w+") },
  { module: /^catboost(\.core)?$/, name: words("CatBoost CatBoostClassifier CatBoostRegressor CatBoostRanker") },
  {
    module: /^torch$/,
    name: words(
      `\\w+Storage Size device Tensor dtype Generator float float16 float32 float64 half double bfloat16 int int8 int16 int32 int64 uint8 long short
       bool complex64 complex128 qint8 quint8 qint32 strided sparse_coo per_tensor_affine per_channel_affine contiguous_format`,
    ),
  },
  { module: /^torch\._utils$/, name: words("_rebuild_\\w+") },
  { module: /^torch\.serialization$/, name: words("_get_layout") },
  { module: /^torch\._tensor$/, name: words("Tensor _rebuild_from_type_v2") },
  { module: /^torch\.storage$/, name: words("TypedStorage UntypedStorage _TypedStorage _UntypedStorage \\w+Storage") },
  { module: /^torch\.cuda$/, name: words("\\w+Storage") },
  { module: /^torch\.nn\.(modules(\.\w+)*|parameter|backends\.thnn|utils\.\w+)$/, name: classesOr("_get_thnn_function_backend") },
  { module: /^torch\.nn$/, name: classes },
  { module: /^torch\.optim(\.\w+)*$/, name: classes },
  { module: /^torch\.jit\._pickle$/, name: words("build_\\w+ restore_type_tag") },
  { module: /^__torch__(\.\w+)*$/, name: /^\w+$/ },
];

"""A grid search for a tumour classifier; autologging makes a child run for each candidate."""

import mlflow
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

SEED = 11

mlflow.set_experiment("tumour-screening")
mlflow.sklearn.autolog(max_tuning_runs=8)

features, labels = load_breast_cancer(return_X_y=True, as_frame=True)
train_x, test_x, train_y, test_y = train_test_split(features, labels, test_size=0.25, random_state=SEED, stratify=labels)

pipeline = Pipeline([("scale", StandardScaler()), ("svm", SVC(random_state=SEED))])
grid = {"svm__C": [0.1, 1.0, 10.0, 100.0], "svm__kernel": ["linear", "rbf"]}

with mlflow.start_run(run_name="svm-grid"):
    search = GridSearchCV(pipeline, grid, cv=4, scoring="recall", n_jobs=1)
    search.fit(train_x, train_y)
    mlflow.log_metric("test_recall", search.score(test_x, test_y))

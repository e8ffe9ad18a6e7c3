"""A classifier of wines, trained with several hyperparameters; MLflow's autologging records each."""

import mlflow
from sklearn.datasets import load_wine
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 7

candidates = [
    ("logistic-regression", make_pipeline(StandardScaler(), LogisticRegression(C=0.1, random_state=SEED))),
    ("logistic-regression", make_pipeline(StandardScaler(), LogisticRegression(C=10.0, random_state=SEED))),
    ("random-forest", RandomForestClassifier(n_estimators=50, max_depth=3, random_state=SEED)),
    ("random-forest", RandomForestClassifier(n_estimators=200, max_depth=None, random_state=SEED)),
    ("gradient-boosting", GradientBoostingClassifier(n_estimators=60, learning_rate=0.1, random_state=SEED)),
]

mlflow.set_experiment("wine-cultivar")
mlflow.sklearn.autolog()

features, labels = load_wine(return_X_y=True, as_frame=True)
train_x, test_x, train_y, test_y = train_test_split(features, labels, test_size=0.3, random_state=SEED, stratify=labels)

for name, model in candidates:
    with mlflow.start_run(run_name=name, tags={"model.family": name}):
        mlflow.log_param("seed", SEED)
        model.fit(train_x, train_y)
        predicted = model.predict(test_x)
        mlflow.log_metrics(
            {
                "test_accuracy": accuracy_score(test_y, predicted),
                "test_f1_macro": f1_score(test_y, predicted, average="macro"),
                "test_log_loss": log_loss(test_y, model.predict_proba(test_x)),
            }
        )

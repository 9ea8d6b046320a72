"""Addresses of training."""

from gangqiao.training.urls import classes, learners, plans

app_name = "training"
urlpatterns = [*plans.urlpatterns, *classes.urlpatterns, *learners.urlpatterns]

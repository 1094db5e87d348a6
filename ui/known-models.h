/* The models that need not be searched for: the demos that come with Trestle, and those opened lately. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleDemoModel:
 * @title: for people
 * @place: inside data/, for trestle_data_find()
 */
typedef struct
{
  const char *title;
  const char *place;
} TrestleDemoModel;

/* (transfer none): the first is what the window starts with */
const TrestleDemoModel *trestle_demo_models_list (guint *n_models);

/* (transfer full): what a model is called before it is open: a demo's title, or its folder and the one it is in, as many are called "model"
 */
char *trestle_model_path_name (const char *path);

/* (transfer full): @paths with @path in front, each once, the last ones left out beyond five; demo models are no news and not noted */
char **trestle_recent_models_add (const char *const *paths, const char *path);
/* (transfer full): those of @paths that still exist */
char **trestle_recent_models_keep_existing (const char *const *paths);

G_END_DECLS

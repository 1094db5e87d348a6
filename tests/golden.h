/* The golden cases: what PyTorch computed in float64 for a config, ids and a mask. */
#pragma once

#include "core/formats/safetensors.h"
#include "core/session.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Root folder of the expected values, from the environment. */
char *golden_path (const char *name);

typedef struct
{
  JsonNode *root;
  JsonObject *config;
  guint n_tokens;
  gint32 *ids;    /* [n_tokens] */
  gboolean *keep; /* [n_tokens] */
  char *folder;   /* of the synthetic model, in the temporary folder */
} GoldenCase;

/* Reads golden/NAME.json and writes the model of its config to a temporary folder, which golden_case_clear() removes. */
void golden_case_open (GoldenCase *golden, const char *name);
void golden_case_clear (GoldenCase *golden);

/* (transfer full): a session on the case's model, its image being set. */
TrestleSession *golden_case_open_session (const GoldenCase *golden);
/* (transfer full): the case's run. */
TrestleTrace *golden_case_run (const GoldenCase *golden, TrestleSession *session);

/* Ends the test unless both traces have the same names in the same order, and the same bits under each. */
void golden_assert_same_traces (const TrestleTrace *found, const TrestleTrace *expected);

/* Names of cases, %NULL-terminated: those with bridges; of those with another kind than "add", the ones that split, and the ones that mix;
 * and the small ones without any bridges. */
extern const char *const golden_cases_with_bridges[];
extern const char *const golden_cases_splitting[];
extern const char *const golden_cases_mixing[];
extern const char *const golden_cases_without_bridges[];

/* Adds the test "PREFIX/CLAIM/CASE" for every case. */
void golden_add_cases (const char *prefix, const char *claim, const char *const *cases, GTestDataFunc test);

G_END_DECLS

/* Checkpoints, and models loaded from them: other names, other dtypes, what is missing or misshapen. The model is that of
 * tests/golden/bridge-add.json, whose file is written again with changes. */
#include "core/error.h"
#include "core/formats/checkpoint.h"
#include "core/formats/safetensors.h"
#include "core/model/model.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/temporary-folder.h"

#include <math.h>
#include <string.h>

#define CORE "bridgetower."
#define WORDS CORE "text_model.embeddings.word_embeddings.weight"
#define TYPES CORE "token_type_embeddings.weight"
#define FIRST_LAYER CORE "text_model.encoder.layer.0."
#define DECODER "mlm_score.decoder.weight"

/* A file that is written again. @owned: what goes when that is done; @data: the edit's own */
typedef struct
{
  const TrestleSafetensors *file;
  GPtrArray *owned;
  gconstpointer data;
} Rewrite;

/* Changes an entry; %FALSE leaves it out. */
typedef gboolean (*Edit) (Rewrite *rewrite, TrestleSafetensorsEntry *entry);

/* @odd: whether a tensor of one byte comes first, behind which no number is aligned. */
static void
rewrite_model (const GoldenCase *golden, gboolean odd, Edit edit, gconstpointer data)
{
  g_autofree char *path = g_build_filename (golden->folder, "model.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open (path, &error);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TrestleSafetensorsEntry));
  Rewrite rewrite = { file, owned, data };

  g_assert_no_error (error);
  if (odd)
    g_array_append_val (entries, ((TrestleSafetensorsEntry){ "odd", { TRESTLE_DTYPE_U8, 1, { 1 }, 1, (const guint8 *) "" } }));
  names = trestle_safetensors_list (file);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      TrestleSafetensorsEntry entry = { name, *trestle_safetensors_get (file, name) };

      if (edit (&rewrite, &entry))
        g_array_append_val (entries, entry);
    }
  g_assert_true (trestle_safetensors_write (path, (const TrestleSafetensorsEntry *) entries->data, entries->len, &error));
  g_assert_no_error (error);
}

static gboolean
keep_all (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  return TRUE;
}

/* Without the tensors whose names begin with the data. */
static gboolean
leave_out (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  return !g_str_has_prefix (entry->name, rewrite->data);
}

/* (transfer full): what the case's model says. */
static TrestleTrace *
run (const GoldenCase *golden)
{
  g_autoptr (TrestleSession) session = golden_case_open_session (golden);

  return golden_case_run (golden, session);
}

static void
assert_not_loaded (const GoldenCase *golden, TrestleError code, const char *said)
{
  g_autofree char *path = g_build_filename (golden->folder, "model.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_model_load (golden->folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, path));
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”", error->message, said);
}

/* The case's model, changed so that it cannot be loaded. */
static void
check_refused (Edit edit, gconstpointer data, TrestleError code, const char *said)
{
  GoldenCase golden;

  golden_case_open (&golden, "bridge-add");
  rewrite_model (&golden, FALSE, edit, data);
  assert_not_loaded (&golden, code, said);
  golden_case_clear (&golden);
}

static void
test_missing_tensors_are_listed (void)
{
  check_refused (leave_out, FIRST_LAYER, TRESTLE_ERROR_MISSING,
                 "lacks 16 of the tensors that its config.json asks for: " FIRST_LAYER "attention.self.query.weight, " FIRST_LAYER
                 "attention.self.query.bias, " FIRST_LAYER "attention.self.key.weight, " FIRST_LAYER "attention.self.key.bias, " FIRST_LAYER
                 "attention.self.value.weight and 11 more");
}

/* Both sides of the encoder ask for it. */
static void
test_missing_tensor_is_counted_once (void)
{
  check_refused (leave_out, TYPES, TRESTLE_ERROR_MISSING, "lacks 1 of the tensors that its config.json asks for: " TYPES);
}

/* A head is there if its first tensor is; then all of it has to be. */
static void
test_half_a_head_is_missing_the_rest (void)
{
  check_refused (leave_out, "itm_score.fc.bias", TRESTLE_ERROR_MISSING,
                 "lacks 1 of the tensors that its config.json asks for: itm_score.fc.bias");
  check_refused (leave_out, "mlm_score.transform", TRESTLE_ERROR_MISSING, "lacks 4 of the tensors");
  check_refused (leave_out, "itc_image_head", TRESTLE_ERROR_MISSING, "lacks 2 of the tensors");
  check_refused (leave_out, "logit_scale", TRESTLE_ERROR_MISSING, "lacks 1 of the tensors");
}

/* Rows and columns changed over, where the name begins with the data. */
static gboolean
transpose (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  TrestleStoredTensor *tensor = &entry->tensor;

  if (g_str_has_prefix (entry->name, rewrite->data) && tensor->n_dimensions == 2)
    {
      gsize rows = tensor->shape[0];

      tensor->shape[0] = tensor->shape[1];
      tensor->shape[1] = rows;
    }
  return TRUE;
}

/* As many numbers in one dimension. */
static gboolean
flatten (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  if (g_str_has_prefix (entry->name, rewrite->data))
    {
      entry->tensor.n_dimensions = 1;
      entry->tensor.shape[0] = entry->tensor.count;
    }
  return TRUE;
}

/* One number less in the first dimension. */
static gboolean
shorten (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  if (g_str_has_prefix (entry->name, rewrite->data))
    {
      entry->tensor.count -= entry->tensor.count / entry->tensor.shape[0];
      entry->tensor.shape[0]--;
    }
  return TRUE;
}

/* One number less in each row. */
static gboolean
narrow (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  if (g_str_has_prefix (entry->name, rewrite->data) && entry->tensor.n_dimensions == 2)
    {
      entry->tensor.count -= entry->tensor.shape[0];
      entry->tensor.shape[1]--;
    }
  return TRUE;
}

static void
test_wrong_shapes_are_listed (void)
{
  check_refused (narrow, "itm_score", TRESTLE_ERROR_SHAPE, "itm_score.fc.weight is [2, 127] and should be [2, 128]");

  check_refused (transpose, FIRST_LAYER "intermediate", TRESTLE_ERROR_SHAPE,
                 "does not fit its config.json: " FIRST_LAYER "intermediate.dense.weight is [64, 256] and should be [256, 64]");
  check_refused (flatten, FIRST_LAYER "intermediate", TRESTLE_ERROR_SHAPE,
                 FIRST_LAYER "intermediate.dense.weight is [16384] and should be [256, 64]");
  check_refused (shorten, CORE "text_model.embeddings.LayerNorm.weight", TRESTLE_ERROR_SHAPE,
                 CORE "text_model.embeddings.LayerNorm.weight is [63] and should be [64]");
  check_refused (shorten, CORE "vision_model.visual.embeddings.position_embedding", TRESTLE_ERROR_SHAPE,
                 CORE "vision_model.visual.embeddings.position_embedding.weight is [16, 64] and should be [17, 64]");
  check_refused (shorten, FIRST_LAYER, TRESTLE_ERROR_SHAPE, "and should be [64, 64] and 11 more");
  check_refused (transpose, "itm_score", TRESTLE_ERROR_SHAPE, "itm_score.fc.weight is [128, 2] and should be [2, 128]");
}

/* Both sides of the encoder ask for it. */
static void
test_wrong_shape_is_listed_once (void)
{
  GoldenCase golden;
  g_autoptr (GError) error = NULL;

  golden_case_open (&golden, "bridge-add");
  rewrite_model (&golden, FALSE, transpose, TYPES);
  g_assert_null (trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_true (g_str_has_suffix (error->message, "does not fit its config.json: " TYPES " is [64, 2] and should be [2, 64]"));
  golden_case_clear (&golden);
}

static gboolean
store_as_i32 (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  if (g_str_has_prefix (entry->name, rewrite->data))
    entry->tensor.dtype = TRESTLE_DTYPE_I32;
  return TRUE;
}

static void
test_whole_numbers_are_refused (void)
{
  check_refused (store_as_i32, FIRST_LAYER "output.dense.weight", TRESTLE_ERROR_UNSUPPORTED,
                 "stores weights as whole numbers, which Trestle cannot use: " FIRST_LAYER "output.dense.weight");
  check_refused (store_as_i32, CORE, TRESTLE_ERROR_UNSUPPORTED, " and ");
  check_refused (store_as_i32, "logit_scale", TRESTLE_ERROR_UNSUPPORTED, "logit_scale");
}

/* The config can ask for a terabyte; the file does not have it, and that costs nothing to say. */
static void
test_huge_config_is_refused_at_once (void)
{
  GoldenCase golden;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  golden_case_open (&golden, "bridge-add");
  path = g_build_filename (golden.folder, "config.json", NULL);
  g_assert_true (g_file_set_contents (path,
                                      "{\"hidden_size\": 16384, \"num_attention_heads\": 256, \"num_hidden_layers\": 256,"
                                      " \"text_config\": {\"hidden_size\": 16384, \"num_attention_heads\": 256, \"num_hidden_layers\": 256,"
                                      " \"intermediate_size\": 131072, \"vocab_size\": 16777216, \"max_position_embeddings\": 65536},"
                                      " \"vision_config\": {\"hidden_size\": 16384, \"num_hidden_layers\": 256, \"patch_size\": 1,"
                                      " \"image_size\": 128}}",
                                      -1, NULL));
  g_assert_null (trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, golden.folder));
  golden_case_clear (&golden);
}

/* As files of the bare core have them. */
static gboolean
drop_prefix (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  if (g_str_has_prefix (entry->name, CORE))
    entry->name += strlen (CORE);
  return TRUE;
}

typedef struct
{
  GoldenCase golden;
  TrestleTrace *expected;
} Fixture;

static void
fixture_open (Fixture *fixture)
{
  golden_case_open (&fixture->golden, "bridge-add");
  fixture->expected = run (&fixture->golden);
}

static void
fixture_clear (Fixture *fixture)
{
  trestle_trace_unref (fixture->expected);
  golden_case_clear (&fixture->golden);
}

/* The case's model, changed so that every bit of its run stays as it was. */
static void
check_same_run (gboolean odd, Edit edit)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) found = NULL;

  fixture_open (&fixture);
  rewrite_model (&fixture.golden, odd, edit, NULL);
  found = run (&fixture.golden);
  golden_assert_same_traces (found, fixture.expected);
  fixture_clear (&fixture);
}

static void
test_names_without_prefix_are_found (void)
{
  check_same_run (FALSE, drop_prefix);
}

static void
test_unaligned_weights_give_the_same (void)
{
  GoldenCase golden;
  g_autoptr (GError) error = NULL;
  TrestleCheckpoint *checkpoint;

  check_same_run (TRUE, keep_all);
  golden_case_open (&golden, "bridge-add");
  rewrite_model (&golden, TRUE, keep_all, NULL);
  checkpoint = trestle_checkpoint_open (golden.folder, &error);
  g_assert_no_error (error);
  g_assert_false (trestle_stored_tensor_is_in_place (trestle_checkpoint_get (checkpoint, WORDS)));
  trestle_checkpoint_free (checkpoint);
  golden_case_clear (&golden);
}

/* Which shapes say the same: a vector as one row, a convolution as the matrix that it is, a number as a vector of one. */
static gboolean
reshape (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  TrestleStoredTensor *tensor = &entry->tensor;

  if (tensor->n_dimensions == 4 || g_str_has_suffix (entry->name, "LayerNorm.weight"))
    {
      gsize rows = tensor->n_dimensions == 4 ? tensor->shape[0] : 1;

      tensor->n_dimensions = 2;
      tensor->shape[0] = rows;
      tensor->shape[1] = tensor->count / rows;
    }
  else if (tensor->n_dimensions == 0)
    {
      tensor->n_dimensions = 1;
      tensor->shape[0] = 1;
    }
  return TRUE;
}

static void
test_shapes_that_say_the_same_are_taken (void)
{
  check_same_run (FALSE, reshape);
}

/* The nearest float16: its bits and its value. */
static guint16
round_to_half (float value, float *rounded)
{
  guint16 sign = signbit (value) ? 0x8000 : 0;
  int exponent;
  double units;

  frexp (value, &exponent);
  exponent = CLAMP (exponent - 1, -14, 15);
  units = nearbyint (ldexp (fabs ((double) value), 10 - exponent)); /* of the fraction's last bit */
  *rounded = (float) copysign (ldexp (units, exponent - 10), value);
  return (guint16) (sign | ((exponent + 14) * 1024 + (int) units)); /* the fraction carries into the exponent */
}

static guint16
cut_to_bfloat (float value, float *rounded)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  bits &= 0xFFFF0000u;
  memcpy (rounded, &bits, sizeof bits);
  return (guint16) (bits >> 16);
}

/* How a file is written again: which numbers of 16 bits, and whether they take 16 bits. */
typedef struct
{
  TrestleDtype numbers;
  TrestleDtype stored;
} Precision;

static gboolean
store (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  const Precision *precision = rewrite->data;
  TrestleStoredTensor *tensor = &entry->tensor;
  g_autofree float *values = g_new (float, tensor->count);
  guint8 *out = g_malloc (tensor->count * trestle_dtype_get_size (precision->stored));

  g_assert_true (trestle_stored_tensor_to_float (tensor, values));
  for (gsize i = 0; i < tensor->count; i++)
    {
      float rounded = values[i];
      double wide;
      guint16 bits = precision->numbers == TRESTLE_DTYPE_BF16 ? cut_to_bfloat (values[i], &rounded) : round_to_half (values[i], &rounded);

      wide = rounded;
      if (precision->stored == TRESTLE_DTYPE_F32)
        memcpy (out + 4 * i, &rounded, 4);
      else if (precision->stored == TRESTLE_DTYPE_F64)
        memcpy (out + 8 * i, &wide, 8);
      else
        memcpy (out + 2 * i, &bits, 2);
    }
  tensor->dtype = precision->stored;
  tensor->data = out;
  g_ptr_array_add (rewrite->owned, out);
  return TRUE;
}

/* The same numbers stored in another way give the same bits; and they are near those before they were rounded, by @tolerance. */
static void
check_dtype (TrestleDtype numbers, TrestleDtype stored, gboolean odd, double tolerance)
{
  Precision as_float = { numbers, TRESTLE_DTYPE_F32 }, as_stored = { numbers, stored };
  Fixture fixture;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) found = NULL;
  double difference;

  fixture_open (&fixture);
  rewrite_model (&fixture.golden, FALSE, store, &as_float);
  expected = run (&fixture.golden);
  rewrite_model (&fixture.golden, odd, store, &as_stored);
  found = run (&fixture.golden);
  golden_assert_same_traces (found, expected);
  difference = numbers_largest_difference (trestle_trace_get (found, "logits.pooled"),
                                           trestle_trace_get (fixture.expected, "logits.pooled"));
  g_assert_cmpfloat (difference, <=, tolerance);
  g_assert_cmpfloat (difference, >, 0.0);
  fixture_clear (&fixture);
}

static void
test_float16_weights_give_the_same (void)
{
  check_dtype (TRESTLE_DTYPE_F16, TRESTLE_DTYPE_F16, FALSE, 0.02);
  check_dtype (TRESTLE_DTYPE_F16, TRESTLE_DTYPE_F16, TRUE, 0.02);
}

static void
test_bfloat16_weights_give_the_same (void)
{
  check_dtype (TRESTLE_DTYPE_BF16, TRESTLE_DTYPE_BF16, FALSE, 0.2);
  check_dtype (TRESTLE_DTYPE_BF16, TRESTLE_DTYPE_BF16, TRUE, 0.2);
}

static void
test_float64_weights_give_the_same (void)
{
  check_dtype (TRESTLE_DTYPE_F16, TRESTLE_DTYPE_F64, FALSE, 0.02);
}

/* The decoder's numbers are those of the word embeddings. */
static gboolean
copy_words_to_decoder (Rewrite *rewrite, TrestleSafetensorsEntry *entry)
{
  if (g_str_equal (entry->name, DECODER))
    entry->tensor.data = trestle_safetensors_get (rewrite->file, WORDS)->data;
  return TRUE;
}

static void
test_tied_decoder_is_the_word_embedding (void)
{
  GoldenCase golden;
  g_autoptr (TrestleTrace) expected = NULL;
  g_autoptr (TrestleTrace) found = NULL;
  g_autoptr (GError) error = NULL;
  TrestleModel *untied, *tied;

  golden_case_open (&golden, "bridge-add");
  rewrite_model (&golden, FALSE, copy_words_to_decoder, NULL);
  expected = run (&golden);
  untied = trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  rewrite_model (&golden, FALSE, leave_out, DECODER);
  found = run (&golden);
  golden_assert_same_traces (found, expected);
  tied = trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (trestle_model_can (tied, TRESTLE_TASK_FILL));
  /* One matrix that is used twice is counted once. */
  g_assert_cmpuint (trestle_model_count (untied).heads - trestle_model_count (tied).heads, ==, 320 * 64);
  g_assert_cmpuint (trestle_model_count (untied).text, ==, trestle_model_count (tied).text);
  trestle_model_unref (untied);
  trestle_model_unref (tied);
  golden_case_clear (&golden);
}

/* One head after another goes. */
static void
test_tasks_need_their_heads (void)
{
  static const struct
  {
    TrestleTask task;
    const char *head;
    const char *logits;
  } heads[] = {
    { TRESTLE_TASK_MATCH, "itm_score.", "logits.itm" },
    { TRESTLE_TASK_FILL, "mlm_score.", "logits.mlm" },
    { TRESTLE_TASK_ASK, "vqa_classifier.", "logits.vqa" },
    { TRESTLE_TASK_CONTRAST, "itc_", "logits.itc_text" },
  };

  GoldenCase golden;

  golden_case_open (&golden, "heads-demo");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (TrestleTrace) trace = NULL;
      g_autoptr (GError) error = NULL;
      TrestleModel *model;

      rewrite_model (&golden, FALSE, leave_out, heads[i].head);
      model = trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      trace = run (&golden);
      for (guint k = 0; k < G_N_ELEMENTS (heads); k++)
        {
          g_assert_cmpint (trestle_model_can (model, heads[k].task), ==, k > i);
          g_assert_cmpint (trestle_trace_get (trace, heads[k].logits) != NULL, ==, k > i);
        }
      g_assert_nonnull (trestle_trace_get (trace, "logits.pooled"));
      trestle_model_unref (model);
    }
  golden_case_clear (&golden);
}

static void
check_folder (const TemporaryFile *files, GQuark domain, int code, const char *said)
{
  char *folder = temporary_folder_new (files);
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_model_load (folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, folder));
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”", error->message, said);
  temporary_folder_free (folder);
}

static void
test_incomplete_folders_are_refused (void)
{
  check_folder ((TemporaryFile[]){ { NULL, NULL } }, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "has no weights");
  check_folder ((TemporaryFile[]){ { "model.safetensors", "" }, { NULL, NULL } }, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
                "model.safetensors");
  check_folder ((TemporaryFile[]){ { "config.json", "{}" }, { NULL, NULL } }, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "has no weights");
  check_folder ((TemporaryFile[]){ { "config.json", "{}" }, { "model.safetensors", "short" }, { NULL, NULL } }, TRESTLE_ERROR,
                TRESTLE_ERROR_TRUNCATED, "model.safetensors");
}

static void
test_missing_folder_is_reported (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_model_load ("/no-such-folder", NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "/no-such-folder"));
  g_clear_error (&error);
  g_assert_null (trestle_checkpoint_open ("/no-such-folder", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "“/no-such-folder”"));
}

static void
test_checkpoint_gives_tensors_by_their_canonical_names (void)
{
  GoldenCase golden;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  TrestleCheckpoint *checkpoint;

  golden_case_open (&golden, "bridge-add");
  rewrite_model (&golden, FALSE, drop_prefix, NULL);
  path = g_build_filename (golden.folder, "model.safetensors", NULL);
  checkpoint = trestle_checkpoint_open (golden.folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trestle_checkpoint_get_name (checkpoint), ==, path);
  g_assert_cmpuint (trestle_checkpoint_get (checkpoint, WORDS)->shape[0], ==, 320);
  g_assert_null (trestle_checkpoint_get (checkpoint, WORDS + strlen (CORE)));
  g_assert_null (trestle_checkpoint_get (checkpoint, CORE "another"));
  g_assert_null (trestle_checkpoint_get (checkpoint, CORE));
  g_assert_null (trestle_checkpoint_get (checkpoint, ""));
  trestle_checkpoint_free (checkpoint);
  golden_case_clear (&golden);
}

static void
test_model_knows_its_name_and_tasks (void)
{
  GoldenCase golden;
  g_autofree char *with_slash = NULL;
  g_autofree char *base = NULL;
  g_autoptr (GError) error = NULL;
  TrestleModel *model;

  golden_case_open (&golden, "bridge-add");
  with_slash = g_strconcat (golden.folder, "/", NULL);
  base = g_path_get_basename (golden.folder);
  model = trestle_model_load (with_slash, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (trestle_model_ref (model) == model);
  trestle_model_unref (model);
  g_assert_cmpstr (trestle_model_get_name (model), ==, base);
  g_assert_cmpuint (trestle_model_get_config (model)->text.vocabulary_size, ==, 320);
  g_assert_cmpstr (trestle_task_get_name (TRESTLE_TASK_MATCH), ==, "match");
  g_assert_cmpstr (trestle_task_get_name (TRESTLE_TASK_FILL), ==, "fill");
  g_assert_cmpstr (trestle_task_get_name (TRESTLE_TASK_ASK), ==, "ask");
  g_assert_cmpstr (trestle_task_get_name (TRESTLE_TASK_CONTRAST), ==, "contrast");
  trestle_model_unref (model);
  golden_case_clear (&golden);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checkpoint/missing-tensors-are-listed", test_missing_tensors_are_listed);
  g_test_add_func ("/checkpoint/missing-tensor-is-counted-once", test_missing_tensor_is_counted_once);
  g_test_add_func ("/checkpoint/half-a-head-is-missing-the-rest", test_half_a_head_is_missing_the_rest);
  g_test_add_func ("/checkpoint/wrong-shapes-are-listed", test_wrong_shapes_are_listed);
  g_test_add_func ("/checkpoint/wrong-shape-is-listed-once", test_wrong_shape_is_listed_once);
  g_test_add_func ("/checkpoint/whole-numbers-are-refused", test_whole_numbers_are_refused);
  g_test_add_func ("/checkpoint/huge-config-is-refused-at-once", test_huge_config_is_refused_at_once);
  g_test_add_func ("/checkpoint/names-without-prefix-are-found", test_names_without_prefix_are_found);
  g_test_add_func ("/checkpoint/unaligned-weights-give-the-same", test_unaligned_weights_give_the_same);
  g_test_add_func ("/checkpoint/shapes-that-say-the-same-are-taken", test_shapes_that_say_the_same_are_taken);
  g_test_add_func ("/checkpoint/float16-weights-give-the-same", test_float16_weights_give_the_same);
  g_test_add_func ("/checkpoint/bfloat16-weights-give-the-same", test_bfloat16_weights_give_the_same);
  g_test_add_func ("/checkpoint/float64-weights-give-the-same", test_float64_weights_give_the_same);
  g_test_add_func ("/checkpoint/tied-decoder-is-the-word-embedding", test_tied_decoder_is_the_word_embedding);
  g_test_add_func ("/checkpoint/tasks-need-their-heads", test_tasks_need_their_heads);
  g_test_add_func ("/checkpoint/incomplete-folders-are-refused", test_incomplete_folders_are_refused);
  g_test_add_func ("/checkpoint/missing-folder-is-reported", test_missing_folder_is_reported);
  g_test_add_func ("/checkpoint/tensors-have-canonical-names", test_checkpoint_gives_tensors_by_their_canonical_names);
  g_test_add_func ("/checkpoint/model-knows-its-name-and-tasks", test_model_knows_its_name_and_tasks);
  return g_test_run ();
}

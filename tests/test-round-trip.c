/* Models of many shapes, written, loaded, run, converted, and run again: not a bit may change. */
#include "core/formats/conversion.h"
#include "tests/golden.h"
#include "tests/synthetic-model.h"
#include "tests/synthetic.h"
#include "tests/temporary-folder.h"

#define SEED 20230207u
#define N_MODELS 24u
#define MAX_LAYERS 6
#define VOCABULARY 120
#define N_POSITIONS 40
#define PATCH 8
#define MAX_TOKENS 16

/* What a model is drawn from. @index: of the model; bridges and the kinds of towers are gone through, not drawn */
typedef struct
{
  GRand *rand;
  guint index;
  guint n_layers;
  guint n_text_layers;
  guint n_vision_blocks; /* that are run */
  guint image_size;
  gboolean is_meter;
} Draw;

static gint64
draw_size (const Draw *draw)
{
  return 64 * g_rand_int_range (draw->rand, 1, 5);
}

static JsonObject *
make_text (const Draw *draw)
{
  JsonObject *text = json_object_new ();
  gboolean is_bert = draw->index % 2 == 1;
  gint64 hidden = draw_size (draw);

  json_object_set_string_member (text, "model_type", is_bert ? "bert" : "roberta");
  json_object_set_int_member (text, "hidden_size", hidden);
  json_object_set_int_member (text, "num_hidden_layers", draw->n_text_layers);
  json_object_set_int_member (text, "num_attention_heads", hidden / 32);
  json_object_set_int_member (text, "intermediate_size", 2 * hidden);
  json_object_set_int_member (text, "vocab_size", VOCABULARY);
  json_object_set_int_member (text, "max_position_embeddings", N_POSITIONS);
  json_object_set_int_member (text, "type_vocab_size", is_bert ? 2 : 1);
  json_object_set_double_member (text, "layer_norm_eps", is_bert ? 1e-12 : 1e-5);
  json_object_set_int_member (text, "pad_token_id", is_bert ? 0 : 1);
  return text;
}

static JsonObject *
make_vision (const Draw *draw)
{
  JsonObject *vision = json_object_new ();
  gboolean is_vit = draw->index / 2 % 2 == 1;

  json_object_set_string_member (vision, "model_type", is_vit ? "vit" : "clip_vision_model");
  json_object_set_int_member (vision, "hidden_size", draw_size (draw));
  json_object_set_int_member (vision, "num_hidden_layers", draw->n_vision_blocks + draw->is_meter);
  json_object_set_int_member (vision, "patch_size", PATCH);
  json_object_set_int_member (vision, "image_size", draw->image_size);
  json_object_set_double_member (vision, "layer_norm_eps", 1e-5);
  json_object_set_boolean_member (vision, "remove_last_layer", draw->is_meter);
  return vision;
}

/* synthetic-model writes contrast for a text tower as wide as the encoder. */
static void
add_heads (JsonObject *config, gboolean has_contrast)
{
  static const char *const names[] = { "mlm", "itm", "vqa", "snli", "itc" };
  JsonArray *heads = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names) - !has_contrast; i++)
    json_array_add_string_element (heads, names[i]);
  json_object_set_array_member (config, "heads", heads);
}

static void
add_bridges (const Draw *draw, JsonObject *config)
{
  g_autofree const char **kinds = trestle_bridge_kind_list ();
  guint most = MIN (draw->n_layers, MIN (draw->n_text_layers, draw->n_vision_blocks));

  json_object_set_string_member (config, "link_tower_type", kinds[draw->index % g_strv_length ((char **) kinds)]);
  json_object_set_int_member (config, "num_internal_bridges", g_rand_int_range (draw->rand, 1, (gint32) most + 1));
  json_object_set_boolean_member (config, "share_link_tower_layers", g_rand_boolean (draw->rand));
}

/* (transfer full): as of a golden case */
static JsonObject *
make_config (Draw *draw)
{
  JsonObject *config = json_object_new (), *text;
  gint64 hidden = draw_size (draw);

  draw->n_layers = (guint) g_rand_int_range (draw->rand, 1, MAX_LAYERS + 1);
  draw->n_text_layers = (guint) g_rand_int_range (draw->rand, 1, MAX_LAYERS + 1);
  draw->n_vision_blocks = (guint) g_rand_int_range (draw->rand, 1, MAX_LAYERS + 1);
  draw->image_size = PATCH * (guint) g_rand_int_range (draw->rand, 1, 5);
  draw->is_meter = draw->index % 6 == 5;
  json_object_set_string_member (config, "model_type", draw->is_meter ? "meter" : "bridgetower");
  json_object_set_int_member (config, "hidden_size", hidden);
  json_object_set_int_member (config, "num_hidden_layers", draw->n_layers);
  json_object_set_int_member (config, "num_attention_heads", hidden / 32);
  json_object_set_double_member (config, "layer_norm_eps", 1e-5);
  json_object_set_int_member (config, "contrastive_hidden_size", 32);
  json_object_set_int_member (config, "vqa_labels", 7);
  if (!draw->is_meter)
    add_bridges (draw, config);
  text = make_text (draw);
  add_heads (config, json_object_get_int_member (text, "hidden_size") == hidden);
  json_object_set_object_member (config, "text_config", text);
  json_object_set_object_member (config, "vision_config", make_vision (draw));
  return config;
}

/* A text of some words, with some padding behind. */
typedef struct
{
  guint n;
  gint32 ids[MAX_TOKENS];
  gboolean keep[MAX_TOKENS];
} Text;

static void
draw_text (const Draw *draw, Text *text)
{
  guint n_words;

  text->n = (guint) g_rand_int_range (draw->rand, 2, MAX_TOKENS + 1);
  n_words = (guint) g_rand_int_range (draw->rand, 1, (gint32) text->n + 1);
  for (guint i = 0; i < text->n; i++)
    {
      text->keep[i] = i < n_words;
      text->ids[i] = text->keep[i] ? g_rand_int_range (draw->rand, 4, VOCABULARY) : draw->index % 2 == 1 ? 0 : 1;
    }
}

/* (transfer full) */
static TrestleTrace *
run (const char *path, const Draw *draw, const Text *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSession) session = trestle_session_open (path, NULL, NULL, NULL, NULL, &error);
  g_autofree float *values = synthetic_pixels (draw->image_size);
  TrestleTensor pixels = trestle_tensor_view (values, 3, draw->image_size, draw->image_size);
  TrestleTrace *trace;

  g_assert_no_error (error);
  trestle_session_set_pixels (session, &pixels, &error);
  g_assert_no_error (error);
  trace = trestle_session_run (session, text->ids, text->keep, text->n, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return trace;
}

static void
check_model (GRand *rand, guint index)
{
  Draw draw = { .rand = rand, .index = index };
  g_autoptr (JsonObject) config = make_config (&draw);
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "written", NULL }, { NULL, NULL } });
  g_autofree char *written = g_build_filename (folder, "written", NULL), *converted = g_build_filename (folder, "converted", NULL);
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F32, .shard_size = index % 3 == 0 ? 1u << 20 : 0 };
  g_autoptr (TrestleTrace) expected = NULL, found = NULL;
  g_autoptr (GError) error = NULL;
  Text text;

  draw_text (&draw, &text);
  synthetic_model_write (config, written);
  expected = run (written, &draw, &text);
  trestle_convert (written, converted, &conversion, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  found = run (converted, &draw, &text);
  golden_assert_same_traces (found, expected);
  g_assert_nonnull (trestle_trace_get (found, "logits.vqa"));
  temporary_folder_free (folder);
}

static void
test_models_of_many_shapes_stay_the_same (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_MODELS; i++)
    {
      g_test_message ("model %u of the seed", i);
      check_model (rand, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round-trip/models-of-many-shapes-stay-the-same", test_models_of_many_shapes_stay_the_same);
  return g_test_run ();
}

/* Which kind of tokenizer a model folder has, and the files that every kind reads. */
#include "core/error.h"
#include "core/formats/json-file.h"
#include "core/input/tokenizer-private.h"

static const TrestleTokenizerKind *const kinds[] = { &trestle_tokenizer_bpe, &trestle_tokenizer_wordpiece };

static gboolean
has_file (const char *folder, const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
has_files (const char *folder, const TrestleTokenizerKind *kind)
{
  guint n_found = 0;

  while (kind->files[n_found] != NULL && has_file (folder, kind->files[n_found]))
    n_found++;
  return kind->files[n_found] == NULL;
}

/* Files of before 2020 do not name the type of their model; only BPE has merges, and only WordPiece words of a greatest length. */
static const char *
find_type (JsonObject *tokenizer)
{
  JsonObject *model = trestle_json_object (trestle_json_find (tokenizer, "model"));
  const char *type = model != NULL ? trestle_json_string (trestle_json_find (model, "type")) : NULL;

  if (type != NULL || model == NULL)
    return type;
  if (json_object_has_member (model, "merges"))
    return "BPE";
  return json_object_has_member (model, "max_input_chars_per_word") ? "WordPiece" : NULL;
}

/* The kind that tokenizer.json asks for. */
static const TrestleTokenizerKind *
find_kind_by_type (const TrestleTokenizerFiles *files, GError **error)
{
  const char *type = find_type (files->tokenizer);

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (type, kinds[i]->type))
      return kinds[i];
  if (type == NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                 "“%s” does not say of which type its “model” is; a tokenizer file of a model was expected", files->tokenizer_name);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
                 "“%s” has a tokenizer of type “%s”, which Trestle does not read; models with byte-level BPE or WordPiece can be used",
                 files->tokenizer_name, type);
  return NULL;
}

/* Reads @file where it is there. */
static gboolean
read_optional (const char *folder, const char *file, char **name, JsonNode **node, JsonObject **object, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  *name = g_filename_display_name (path);
  *object = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  *node = trestle_json_file_read (path, TRESTLE_TOKENIZER_MAX_FILE_SIZE, error);
  *object = trestle_json_object (*node);
  return *node != NULL;
}

/* The text tower that config.json describes knows which of two vocabularies it was trained with. */
static gboolean
has_bert_tower (const char *folder, gboolean *is_bert, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *name = NULL;
  JsonObject *config;
  JsonObject *tower;

  if (!read_optional (folder, "config.json", &name, &root, &config, error))
    return FALSE;
  tower = config != NULL ? trestle_json_object (trestle_json_find (config, "text_config")) : NULL;
  *is_bert = tower != NULL && g_strcmp0 (trestle_json_string (trestle_json_find (tower, "model_type")), "bert") == 0;
  return TRUE;
}

/* A folder may have the files of both kinds: then a BERT tower reads WordPiece, and any other, or one that we know nothing of, reads BPE as
 * published models do. @kind stays %NULL where neither is complete. */
static gboolean
find_kind_by_files (const char *folder, const TrestleTokenizerKind **kind, GError **error)
{
  gboolean has_bpe = has_files (folder, &trestle_tokenizer_bpe);
  gboolean has_wordpiece = has_files (folder, &trestle_tokenizer_wordpiece);

  if (has_bpe && has_wordpiece && !has_bert_tower (folder, &has_wordpiece, error))
    return FALSE;
  *kind = has_wordpiece ? &trestle_tokenizer_wordpiece : has_bpe ? &trestle_tokenizer_bpe : NULL;
  return TRUE;
}

static void
set_missing_error (const char *folder, GError **error)
{
  g_autofree char *name = g_filename_display_name (folder);

  g_set_error (
      error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
      "“%s” has neither “vocab.json” with “merges.txt”, nor “vocab.txt”, nor “tokenizer.json”; add the tokenizer's files of the model",
      name);
}

/* Finds the kind and lets it fill the vocabulary, to which added tokens then come. */
static gboolean
load_parts (TrestleTokenizerParts *parts, const TrestleTokenizerFiles *files, GError **error)
{
  if (parts->kind == NULL && files->tokenizer == NULL)
    {
      set_missing_error (files->folder, error);
      return FALSE;
    }
  if (parts->kind == NULL)
    parts->kind = find_kind_by_type (files, error);
  if (parts->kind == NULL)
    return FALSE;
  parts->model = parts->kind->load (files, &parts->vocabulary, error);
  return parts->model != NULL && trestle_specials_load (&parts->specials, files, &parts->kind->names, &parts->vocabulary, error);
}

/* Published text came out of decoding without blanks before punctuation unless the config says otherwise. */
static gboolean
find_clean_up (JsonObject *config)
{
  JsonNode *node = config != NULL ? trestle_json_find (config, "clean_up_tokenization_spaces") : NULL;

  return node == NULL || trestle_json_is_true (node);
}

gboolean
trestle_tokenizer_load_folder (TrestleTokenizerParts *parts, const char *folder, GError **error)
{
  g_autoptr (JsonNode) tokenizer = NULL;
  g_autoptr (JsonNode) config = NULL;
  g_autoptr (JsonNode) special_map = NULL;
  g_autoptr (JsonNode) added = NULL;
  TrestleTokenizerFiles files = { .folder = folder };
  gboolean loaded;

  trestle_vocabulary_init (&parts->vocabulary);
  loaded = find_kind_by_files (folder, &parts->kind, error)
           && (parts->kind != NULL || read_optional (folder, "tokenizer.json", &files.tokenizer_name, &tokenizer, &files.tokenizer, error))
           && read_optional (folder, "tokenizer_config.json", &files.config_name, &config, &files.config, error)
           && read_optional (folder, "special_tokens_map.json", &files.special_map_name, &special_map, &files.special_map, error)
           && read_optional (folder, "added_tokens.json", &files.added_name, &added, &files.added, error)
           && load_parts (parts, &files, error);
  parts->cleans_up = find_clean_up (files.config);
  g_free (files.tokenizer_name);
  g_free (files.config_name);
  g_free (files.special_map_name);
  g_free (files.added_name);
  return loaded;
}

void
trestle_tokenizer_parts_clear (TrestleTokenizerParts *parts)
{
  if (parts->model != NULL)
    parts->kind->free (parts->model);
  trestle_specials_clear (&parts->specials);
  trestle_vocabulary_clear (&parts->vocabulary);
}

/* The pairs of a list in order, read some images ahead. */
#include "analysis/measures/pair-reader.h"

#include "core/error.h"

/* The most pairs of a batch, for each of its images: a list of one image and a million texts has to end somewhere. */
#define PAIRS_PER_IMAGE 64u

/**
 * TrestlePairReader:
 * @begin: the first pair of the batch
 * @lines: (element-type TrestlePairLine): of the batch
 * @pairs: (element-type TrestlePair): those of them that are pairs
 * @images: the paths of their images, as a set
 * @next: (nullable): the first line of the next batch, which ended this one
 */
struct _TrestlePairReader
{
  TrestlePairList *list;
  guint n_images;
  guint64 begin;
  GPtrArray *lines;
  GPtrArray *pairs;
  GHashTable *images;
  TrestlePairLine *next;
};

static void
pair_line_free (gpointer data)
{
  TrestlePairLine *line = data;

  g_clear_pointer (&line->pair, trestle_pair_free);
  g_clear_error (&line->problem);
  g_free (line);
}

TrestlePairReader *
trestle_pair_reader_new (TrestlePairList *list, guint n_images)
{
  TrestlePairReader *reader = g_new0 (TrestlePairReader, 1);

  reader->list = list;
  reader->n_images = n_images;
  reader->lines = g_ptr_array_new_with_free_func (pair_line_free);
  reader->pairs = g_ptr_array_new ();
  reader->images = g_hash_table_new (g_str_hash, g_str_equal);
  return reader;
}

/* The next batch will begin at the pair @begin. */
static void
clear_batch (TrestlePairReader *reader, guint64 begin)
{
  reader->begin = begin;
  g_hash_table_remove_all (reader->images);
  g_ptr_array_set_size (reader->pairs, 0);
  g_ptr_array_set_size (reader->lines, 0);
}

void
trestle_pair_reader_free (TrestlePairReader *reader)
{
  clear_batch (reader, 0);
  g_clear_pointer (&reader->next, pair_line_free);
  g_ptr_array_unref (reader->lines);
  g_ptr_array_unref (reader->pairs);
  g_hash_table_unref (reader->images);
  g_free (reader);
}

guint64
trestle_pair_reader_get_end (const TrestlePairReader *reader)
{
  return reader->begin + reader->lines->len;
}

/* (transfer full) (nullable): %NULL at the end of the list */
static TrestlePairLine *
read_line (TrestlePairReader *reader)
{
  g_autoptr (TrestlePair) pair = NULL;
  g_autoptr (GError) problem = NULL;
  TrestlePairLine *line;

  if (reader->next != NULL)
    return g_steal_pointer (&reader->next);
  if (trestle_pair_list_read (reader->list, &pair, &problem) && pair == NULL)
    return NULL;
  line = g_new (TrestlePairLine, 1);
  *line = (TrestlePairLine){ g_steal_pointer (&pair), trestle_pair_list_get_line (reader->list), g_steal_pointer (&problem) };
  return line;
}

/* Whether the batch is full before this line. */
static gboolean
is_full_for (const TrestlePairReader *reader, const TrestlePairLine *line)
{
  if (reader->lines->len >= PAIRS_PER_IMAGE * reader->n_images)
    return TRUE;
  return line->pair != NULL && g_hash_table_size (reader->images) == reader->n_images
         && !g_hash_table_contains (reader->images, line->pair->image);
}

static void
add_line (TrestlePairReader *reader, TrestlePairLine *line)
{
  g_ptr_array_add (reader->lines, line);
  if (line->pair == NULL)
    return;
  g_ptr_array_add (reader->pairs, line->pair);
  g_hash_table_add (reader->images, line->pair->image);
}

/* Not a line that is no pair, but a file that cannot be read. */
static gboolean
ends_reading (const TrestlePairLine *line)
{
  return line->problem != NULL && line->problem->domain != TRESTLE_ERROR;
}

/* Reads the batch that begins where this one ends; an empty one at the end of the list. */
static void
read_batch (TrestlePairReader *reader)
{
  TrestlePairLine *line = NULL;

  clear_batch (reader, trestle_pair_reader_get_end (reader));
  while ((line == NULL || !ends_reading (line)) && (line = read_line (reader)) != NULL)
    {
      if (is_full_for (reader, line))
        {
          reader->next = line;
          break;
        }
      add_line (reader, line);
    }
}

static gboolean
begin_again (TrestlePairReader *reader, guint64 index, GError **error)
{
  g_clear_pointer (&reader->next, pair_line_free);
  clear_batch (reader, index);
  return trestle_pair_list_seek (reader->list, index, error);
}

static gboolean
is_in_batch (const TrestlePairReader *reader, guint64 index)
{
  return index >= reader->begin && index < trestle_pair_reader_get_end (reader);
}

/* The list has been counted, so it can end too early only if somebody changed it. */
static gboolean
set_ended_error (const TrestlePairReader *reader, GError **error)
{
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” has become shorter since it was opened; leave it alone while it is read",
               trestle_pair_list_get_name (reader->list));
  return FALSE;
}

/* Reads batch after batch up to the one that the pair is in. */
static gboolean
read_up_to (TrestlePairReader *reader, guint64 index, GError **error)
{
  gboolean begins = reader->lines->len == 0 || index < reader->begin;

  if (begins && !begin_again (reader, 0, error))
    return FALSE;
  do
    {
      read_batch (reader);
      if (reader->lines->len == 0)
        return set_ended_error (reader, error);
    }
  while (!is_in_batch (reader, index));
  return TRUE;
}

/* That pair alone. */
static gboolean
read_one (TrestlePairReader *reader, guint64 index, GError **error)
{
  TrestlePairLine *line;

  if (!begin_again (reader, index, error))
    return FALSE;
  line = read_line (reader);
  if (line == NULL)
    return set_ended_error (reader, error);
  add_line (reader, line);
  return TRUE;
}

const TrestlePairLine *
trestle_pair_reader_find (TrestlePairReader *reader, guint64 index, const GPtrArray **batch, GError **error)
{
  *batch = NULL;
  if (!is_in_batch (reader, index))
    {
      if (!(reader->n_images > 1 ? read_up_to (reader, index, error) : read_one (reader, index, error)))
        return NULL;
      *batch = reader->pairs;
    }
  return g_ptr_array_index (reader->lines, index - reader->begin);
}

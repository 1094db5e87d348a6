/* A model and the image that it saw last. */
#include "analysis/measures/pair-session.h"

/* An image that was read ahead. */
typedef struct
{
  TrestleSeenImage *image;
  TrestleImageWindow window;
} Ahead;

static void
ahead_free (gpointer data)
{
  Ahead *ahead = data;

  trestle_seen_image_unref (ahead->image);
  g_free (ahead);
}

TrestlePairSession *
trestle_pair_session_open (const char *path,
                           const TrestleModelSettings *settings,
                           TrestleStandIn stand_in,
                           TrestleProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (TrestlePairSession) session = g_new0 (TrestlePairSession, 1);

  session->ahead = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, ahead_free);
  session->session = trestle_session_open (path, settings, progress, progress_data, cancellable, error);
  if (session->session == NULL)
    return NULL;
  if (stand_in != TRESTLE_STAND_IN_NONE && !trestle_session_take_bridges_out (session->session, stand_in, error))
    return NULL;
  return g_steal_pointer (&session);
}

void
trestle_pair_session_free (TrestlePairSession *session)
{
  g_clear_pointer (&session->session, trestle_session_free);
  g_clear_pointer (&session->ahead, g_hash_table_unref);
  g_clear_pointer (&session->tokens, trestle_tokens_free);
  g_free (session->image);
  g_free (session);
}

/* (out) @pixels: `[3, height, width]`, to be freed with trestle_tensor_clear() */
static gboolean
load_pixels (const TrestlePairSession *session, const char *path, TrestleTensor *pixels, TrestleImageWindow *window, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleImage) image = trestle_image_load (path, error);

  return image != NULL && trestle_session_prepare_image (session->session, image, name, pixels, window, error);
}

/* After an error the session has its old image. */
static gboolean
open_image (TrestlePairSession *session, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleImage) image = trestle_image_load (path, error);

  return image != NULL && trestle_session_set_image (session->session, image, name, &session->window, error);
}

static void
take_image (TrestlePairSession *session, const Ahead *ahead)
{
  trestle_session_take_image (session->session, ahead->image);
  session->window = ahead->window;
}

/* After an error the session has its old image, and @image says so. */
static gboolean
show_image (TrestlePairSession *session, const char *path, GError **error)
{
  const Ahead *ahead = g_hash_table_lookup (session->ahead, path);

  if (g_strcmp0 (session->image, path) == 0)
    return TRUE;
  if (ahead != NULL)
    take_image (session, ahead);
  else if (!open_image (session, path, error))
    return FALSE;
  g_free (session->image);
  session->image = g_strdup (path);
  return TRUE;
}

/* Images of pairs that could be read. */
typedef struct
{
  GPtrArray *paths;
  GArray *pixels;  /* TrestleTensor, [3, height, width] */
  GArray *windows; /* TrestleImageWindow */
} Loaded;

static void
clear_pixels (gpointer data)
{
  trestle_tensor_clear (data);
}

static void
loaded_clear (Loaded *loaded)
{
  g_ptr_array_unref (loaded->paths);
  g_array_unref (loaded->pixels);
  g_array_unref (loaded->windows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loaded, loaded_clear)

/* Every file once, and none that cannot be read. */
static Loaded
load_images (const TrestlePairSession *session, const GPtrArray *pairs, GCancellable *cancellable)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  Loaded loaded = { g_ptr_array_new (), g_array_new (FALSE, FALSE, sizeof (TrestleTensor)),
                    g_array_new (FALSE, FALSE, sizeof (TrestleImageWindow)) };

  g_array_set_clear_func (loaded.pixels, clear_pixels);
  for (guint i = 0; i < pairs->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      char *path = ((const TrestlePair *) g_ptr_array_index (pairs, i))->image;
      TrestleTensor pixels;
      TrestleImageWindow window;

      if (!g_hash_table_add (known, path) || !load_pixels (session, path, &pixels, &window, NULL))
        continue;
      g_ptr_array_add (loaded.paths, path);
      g_array_append_val (loaded.pixels, pixels);
      g_array_append_val (loaded.windows, window);
    }
  return loaded;
}

/* The image that the session has is of no use any more: it was read in another batch, where its numbers may have other last digits. */
static void
forget_images (TrestlePairSession *session)
{
  g_hash_table_remove_all (session->ahead);
  g_clear_pointer (&session->image, g_free);
}

static void
keep_images (TrestlePairSession *session, const Loaded *loaded, const GPtrArray *images)
{
  for (guint i = 0; i < images->len; i++)
    {
      Ahead *ahead = g_new (Ahead, 1);

      ahead->image = trestle_seen_image_ref (g_ptr_array_index (images, i));
      ahead->window = g_array_index (loaded->windows, TrestleImageWindow, i);
      g_hash_table_insert (session->ahead, g_strdup (g_ptr_array_index (loaded->paths, i)), ahead);
    }
}

static void
read_images (TrestlePairSession *session, const GPtrArray *pairs, GCancellable *cancellable)
{
  g_auto (Loaded) loaded = load_images (session, pairs, cancellable);
  const TrestleTensor *pixels = (const TrestleTensor *) loaded.pixels->data;
  g_autoptr (GPtrArray)
      images = trestle_session_read_images (session->session, pixels, loaded.pixels->len, NULL, NULL, cancellable, NULL);

  if (images != NULL)
    keep_images (session, &loaded, images);
}

/* What was read before is forgotten first, to make room for what comes. */
void
trestle_pair_session_read_ahead (TrestlePairSession *session, const GPtrArray *pairs, GCancellable *cancellable)
{
  forget_images (session);
  read_images (session, pairs, cancellable);
}

TrestleTrace *
trestle_pair_session_run (TrestlePairSession *session, const TrestlePair *pair, GCancellable *cancellable, GError **error)
{
  TrestleTrace *trace;

  g_clear_pointer (&session->tokens, trestle_tokens_free);
  if (!show_image (session, pair->image, error))
    return NULL;
  session->tokens = trestle_session_tokenize (session->session, pair->text, error);
  if (session->tokens == NULL)
    return NULL;
  trace = trestle_session_run (session->session, session->tokens->ids, NULL, session->tokens->length, NULL, NULL, cancellable, error);
  if (trace != NULL && session->tokens->n_dropped > 0)
    session->n_cut++;
  return trace;
}

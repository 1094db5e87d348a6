/* make-scenes match|ask|caption N FOLDER [SEED]: images that the demo models can judge and a list of pairs, to evaluate models on. */
#include <errno.h>
#include <glib/gstdio.h>

#include "tests/scenes.h"

#define MOST_SCENES 1000000

static gboolean
read_number (const char *text, guint64 least, guint64 most, guint64 *number)
{
  g_autoptr (GError) error = NULL;

  if (g_ascii_string_to_unsigned (text, 10, least, most, number, &error))
    return TRUE;
  g_printerr ("make-scenes: %s\n", error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  guint64 n, seed = 99;
  ScenesKind kind;

  if (argc < 4 || argc > 5 || !scenes_parse_kind (argv[1], &kind))
    {
      g_printerr ("usage: make-scenes match|ask|caption N FOLDER [SEED]\n");
      return 2;
    }
  if (!read_number (argv[2], 1, MOST_SCENES, &n) || (argc == 5 && !read_number (argv[4], 0, G_MAXUINT32, &seed)))
    return 2;
  if (g_mkdir_with_parents (argv[3], 0755) != 0)
    {
      g_printerr ("make-scenes: “%s” cannot be made: %s\n", argv[3], g_strerror (errno));
      return 1;
    }
  if (!scenes_write (argv[3], kind, (guint) n, (guint32) seed, &error))
    {
      g_printerr ("make-scenes: %s\n", error->message);
      return 1;
    }
  return 0;
}

/* The directory of a zip archive and the headers of its members (APPNOTE.TXT, sections 4.3 and 4.5.3), all little-endian. */
#include "core/formats/zip-directory.h"

#include <string.h>

#define END_SIZE 22u
#define END_MAGIC 0x06054b50u
#define MAX_COMMENT 65535u
#define LOCATOR_SIZE 20u
#define LOCATOR_MAGIC 0x07064b50u
#define LARGE_END_SIZE 56u
#define LARGE_END_MAGIC 0x06064b50u
#define ENTRY_SIZE 46u
#define ENTRY_MAGIC 0x02014b50u
#define HEADER_SIZE 30u
#define HEADER_MAGIC 0x04034b50u
#define LARGE_EXTRA 1u
#define MOST_ENDS 4u

static guint64
read_number (const guint8 *data, guint width)
{
  guint64 number = 0;

  for (guint i = 0; i < width; i++)
    number |= (guint64) data[i] << 8 * i;
  return number;
}

static gboolean
has_magic (const guint8 *data, gsize size, guint64 offset, guint32 magic, gsize record_size)
{
  return offset <= size && size - offset >= record_size && read_number (data + offset, 4) == magic;
}

/* The last record of the archive, which only a comment may follow. */
static gboolean
find_end (const guint8 *data, gsize size, gsize *end)
{
  gsize first = size > END_SIZE + MAX_COMMENT ? size - END_SIZE - MAX_COMMENT : 0;

  for (gsize i = size; i >= first + END_SIZE; i--)
    {
      *end = i - END_SIZE;
      if (has_magic (data, size, *end, END_MAGIC, END_SIZE) && read_number (data + *end + 20, 2) == size - i)
        return TRUE;
    }
  return FALSE;
}

/*
 * @end: of the last record. Archives of more than 4 GiB, and all that PyTorch writes, have a larger record before it.
 */
static gboolean
read_end (const guint8 *data, gsize size, gsize end, guint64 *offset, guint64 *n_entries)
{
  guint64 large;

  *n_entries = read_number (data + end + 10, 2);
  *offset = read_number (data + end + 16, 4);
  if (end < LOCATOR_SIZE || !has_magic (data, size, end - LOCATOR_SIZE, LOCATOR_MAGIC, LOCATOR_SIZE))
    return TRUE;
  large = read_number (data + end - LOCATOR_SIZE + 8, 8);
  if (!has_magic (data, size, large, LARGE_END_MAGIC, LARGE_END_SIZE))
    return FALSE;
  *n_entries = read_number (data + large + 32, 8);
  *offset = read_number (data + large + 48, 8);
  return TRUE;
}

static gboolean
find_directory (const guint8 *data, gsize size, guint64 *offset, guint64 *n_entries)
{
  gsize end;

  return find_end (data, size, &end) && read_end (data, size, end, offset, n_entries);
}

/* A reader may believe either record. */
static gboolean
promises_few (const guint8 *data, gsize size, gsize end)
{
  guint64 small = read_number (data + end + 10, 2), offset, n_entries;

  read_end (data, size, end, &offset, &n_entries);
  return (small <= TRESTLE_ZIP_MAX_ENTRIES || small == G_MAXUINT16) && n_entries <= TRESTLE_ZIP_MAX_ENTRIES;
}

/* Weights may look like an end, but not again and again. */
gboolean
trestle_zip_directory_is_small (const guint8 *data, gsize size)
{
  const gsize most = END_SIZE + MAX_COMMENT + LOCATOR_SIZE;
  guint n_ends = 0;

  for (gsize i = size > most ? size - most : 0; i + END_SIZE <= size; i++)
    if (has_magic (data, size, i, END_MAGIC, END_SIZE) && (++n_ends > MOST_ENDS || !promises_few (data, size, i)))
      return FALSE;
  return TRUE;
}

/* Takes the next number of the extra field for one that did not fit into the entry. */
static gboolean
take_large (guint64 *number, const guint8 **extra, gsize *length)
{
  if (*number != G_MAXUINT32)
    return TRUE;
  if (*length < 8)
    return FALSE;
  *number = read_number (*extra, 8);
  *extra += 8;
  *length -= 8;
  return TRUE;
}

/* @extra: what follows the entry's name: records of an id, a length and as many bytes */
static gboolean
read_large_numbers (TrestleZipEntry *entry, guint64 full_size, const guint8 *extra, gsize length)
{
  while (length >= 4)
    {
      gsize record = read_number (extra + 2, 2);
      gboolean is_wanted = read_number (extra, 2) == LARGE_EXTRA;

      extra += 4;
      length -= 4;
      if (record > length)
        return FALSE;
      if (is_wanted)
        return take_large (&full_size, &extra, &record) && take_large (&entry->stored_size, &extra, &record)
               && take_large (&entry->header, &extra, &record);
      extra += record;
      length -= record;
    }
  return entry->stored_size != G_MAXUINT32 && entry->header != G_MAXUINT32;
}

/* @offset: (inout): of the entry, then of the next one */
static gboolean
read_entry (const guint8 *data, gsize size, guint64 *offset, TrestleZipEntry *entry)
{
  const guint8 *record;
  gsize name_length, extra_length, comment_length;

  if (!has_magic (data, size, *offset, ENTRY_MAGIC, ENTRY_SIZE))
    return FALSE;
  record = data + *offset;
  name_length = read_number (record + 28, 2);
  extra_length = read_number (record + 30, 2);
  comment_length = read_number (record + 32, 2);
  if (size - *offset - ENTRY_SIZE < name_length + extra_length + comment_length)
    return FALSE;
  *entry = (TrestleZipEntry){ .name = (const char *) record + ENTRY_SIZE,
                              .name_length = name_length,
                              .stored_size = read_number (record + 20, 4),
                              .header = read_number (record + 42, 4) };
  *offset += ENTRY_SIZE + name_length + extra_length + comment_length;
  return read_large_numbers (entry, read_number (record + 24, 4), record + ENTRY_SIZE + name_length, extra_length);
}

GArray *
trestle_zip_directory_read (const guint8 *data, gsize size)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TrestleZipEntry));
  guint64 offset, n_entries;

  if (!find_directory (data, size, &offset, &n_entries) || n_entries > MIN (size / ENTRY_SIZE, TRESTLE_ZIP_MAX_ENTRIES))
    return NULL;
  for (guint64 i = 0; i < n_entries; i++)
    {
      TrestleZipEntry entry;

      if (!read_entry (data, size, &offset, &entry))
        return NULL;
      g_array_append_val (entries, entry);
    }
  return g_steal_pointer (&entries);
}

const guint8 *
trestle_zip_entry_find (const TrestleZipEntry *entry, const guint8 *data, gsize size)
{
  const guint8 *header;
  gsize rest, length;

  if (!has_magic (data, size, entry->header, HEADER_MAGIC, HEADER_SIZE))
    return NULL;
  header = data + entry->header;
  rest = size - entry->header - HEADER_SIZE;
  length = read_number (header + 26, 2) + read_number (header + 28, 2); /* of the name and the extra field */
  if (length > rest || entry->stored_size > rest - length || read_number (header + 26, 2) != entry->name_length
      || memcmp (header + HEADER_SIZE, entry->name, entry->name_length) != 0)
    return NULL;
  return header + HEADER_SIZE + length;
}

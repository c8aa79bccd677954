"""A polite reader of a pack, who only ever hands the initiative back: of how many skills is she told *acquired*?"""

"""The certificate's typefaces are those of the register."""

from tpp.typefaces import face_file, use_only_ours

__all__ = ["face_file", "use_only_ours"]

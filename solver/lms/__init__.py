"""Questions for learning platforms, made of the same blueprints and manifests as sheets."""
